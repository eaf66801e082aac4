using System.Text;
using Compress;
using GptModel;
using SpanAttention.Samples.Tests.Models;

namespace SpanAttention.Samples.Tests.Packing;

/// <summary>Texts are packed to the same bytes however the work is shared out, and unpacked to the same text; what cannot be unpacked is refused in words.</summary>
public sealed class TextPackerTests
{
    private const ulong ModelHash = 0x1122334455667788;
    private static readonly Gpt Model = TinyGpt.Create();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(500)]
    [InlineData(4096)]
    [InlineData(4097)]
    public void TextsComeBack(int length)
    {
        byte[] text = Text(length);
        TextPacker packer = Packer();

        Assert.Equal(text, packer.Unpack(packer.Pack(text)));
    }

    /// <summary>Four segments, the last one shorter: in one group and in several, of one and of several.</summary>
    [Fact]
    public void BatchThreadsAndChunkChangeNoBit()
    {
        byte[] text = Text(13_000);
        byte[] packed = Packer().Pack(text);
        foreach ((int batch, int threads, int chunk) in ((int, int, int)[])[(1, 1, 1), (2, 1, 7), (4, 1, 1000), (3, 2, 5), (1, 3, 64), (16, 8, 18)])
        {
            TextPacker other = Packer(new PackingOptions { Batch = batch, Threads = threads, Chunk = chunk });
            Assert.Equal(packed, other.Pack(text));
            Assert.Equal(text, other.Unpack(packed));
        }
    }

    [Fact]
    public void TokensTakeTheBitsOfTheirProbabilities()
    {
        byte[] text = Text(1000);
        int[] tokens = new ByteTokenizer().Encode(text);
        double bits = 0;
        GptReader reader = new(Model, 1);
        float[] states = new float[Model.Shape.Dim];
        float[] probabilities = new float[Model.Shape.Vocabulary];
        for (int index = 0; index < tokens.Length; index++)
        {
            reader.Read([index == 0 ? Model.Shape.Mark : tokens[index - 1]], 1, states);
            Model.Logits(states, probabilities);
            Softmax.Apply(probabilities, 1, probabilities);
            bits -= Math.Log2(probabilities[tokens[index]]);
        }

        // 46 bytes around the segment; a segment ends with up to three bytes more than its bits.
        Assert.InRange(Packer().Pack(text).Length - 46, bits / 8 * 0.999, (bits / 8 * 1.001) + 3);
    }

    [Fact]
    public void AnotherModelIsRefusedInWords()
    {
        byte[] packed = Packer().Pack("text"u8);
        TextPacker other = new(Model, new ByteTokenizer(), 7, new PackingOptions());

        Assert.StartsWith("The text was packed by a model whose weights have the hash 1122334455667788; this model's have 0000000000000007.", Message(() => other.Unpack(packed)), StringComparison.Ordinal);
    }

    [Fact]
    public void TheOtherCanonIsRefusedInWords()
    {
        byte[] packed = Packer().Pack("text"u8);
        packed[9] ^= 1;
        PackedText.Seal(packed);
        (string other, string own) = AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? ("without", "with") : ("with", "without");

        Assert.StartsWith($"The text was packed {other} fused multiply-add", Message(() => Packer().Unpack(packed)), StringComparison.Ordinal);
        Assert.Contains($"this process computes {own} fused multiply-add", Message(() => Packer().Unpack(packed)), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFilesAreRefusedInWords()
    {
        byte[] packed = Packer().Pack(Text(5000));

        Assert.Contains("does not begin like one", Message(() => Packer().Unpack("Some text, which nobody has packed"u8.ToArray())), StringComparison.Ordinal);
        Assert.Contains("does not begin like one", Message(() => Packer().Unpack(ReadOnlyMemory<byte>.Empty)), StringComparison.Ordinal);
        Assert.Contains("holds 20 bytes", Message(() => Packer().Unpack(packed.AsMemory(0, 20))), StringComparison.Ordinal);
        Assert.Contains("not those that were written", Message(() => Packer().Unpack(packed.AsMemory(0, packed.Length - 1))), StringComparison.Ordinal);
        Assert.Contains("version 2", Message(() => Packer().Unpack(Changed(packed, 8, 2))), StringComparison.Ordinal);
        Assert.Contains("its canon is 9", Message(() => Packer().Unpack(Changed(packed, 9, 9))), StringComparison.Ordinal);
        Assert.Contains("the lengths of 12290 segments", Message(() => Packer().Unpack(Changed(packed, 33, 3))), StringComparison.Ordinal);
        Assert.Contains("says that it has", Message(() => Packer().Unpack(Changed(packed, 33, 0xFF))), StringComparison.Ordinal);
        Assert.Contains("segment 0 takes", Message(() => Packer().Unpack(Changed(packed, 36, 0x7F))), StringComparison.Ordinal);
        Assert.Contains("not what was packed", Message(() => Packer().Unpack(Changed(packed, 18, (byte)(packed[18] ^ 1)))), StringComparison.Ordinal);
    }

    /// <summary>Bytes changed, added and taken away: as damage comes, which the file's hash tells, and with the hash made right again, so that what is behind it meets them.</summary>
    [Theory]
    [InlineData(false, 2000)]
    [InlineData(true, 400)]
    public void DamagedFilesAreRefusedOrGiveTheText(bool isSealed, int files)
    {
        byte[] text = Text(300);
        byte[] packed = Packer().Pack(text);
        TextPacker packer = Packer(new PackingOptions { Threads = 1, Batch = 2 });
        Random random = RunSeed.Random();
        for (int file = 0; file < files; file++)
        {
            byte[] damaged = Damage(packed, random);
            if (isSealed && damaged.Length >= sizeof(ulong))
            {
                PackedText.Seal(damaged);
            }

            if (!damaged.AsSpan().SequenceEqual(packed))
            {
                // Another number of the last range stands for the same text.
                Exception? exception = Record.Exception(() => Assert.Equal(text, packer.Unpack(damaged)));
                Assert.True(exception is InvalidDataException || (isSealed && exception is null), $"file {file}: {exception?.ToString() ?? "is unpacked"}; {RunSeed.Replay}");
            }
        }
    }

    private static TextPacker Packer(PackingOptions? options = null) => new(Model, new ByteTokenizer(), ModelHash, options ?? new PackingOptions());

    private static byte[] Text(int length)
    {
        Random random = new(length);
        return [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("abab ä ", (length / 8) + 1))).Take(length).Select(value => random.Next(20) == 0 ? (byte)random.Next(256) : value)];
    }

    private static byte[] Changed(byte[] packed, int place, byte value)
    {
        byte[] changed = [.. packed];
        changed[place] = value;
        PackedText.Seal(changed);
        return changed;
    }

    private static byte[] Damage(byte[] packed, Random random)
    {
        List<byte> damaged = [.. packed];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int place = random.Next(damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[place] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    damaged.InsertRange(place, new byte[random.Next(1, 10)]);
                    break;
                default:
                    damaged.RemoveRange(place, random.Next(1, Math.Min(10, damaged.Count - place) + 1));
                    break;
            }
        }

        return [.. damaged];
    }

    private static string Message(Action call) => Assert.Throws<InvalidDataException>(call).Message;
}
