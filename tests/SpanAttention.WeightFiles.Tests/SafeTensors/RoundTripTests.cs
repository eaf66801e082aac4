using System.Runtime.InteropServices;
using System.Text;
using FsCheck.Xunit;

namespace SpanAttention.WeightFiles.Tests;

/// <summary>What is written is read, bit for bit.</summary>
[Properties(Arbitrary = [typeof(Drawn)])]
public sealed class RoundTripTests
{
    [SeededProperty]
    public void WhatIsWrittenIsRead(DrawnTensors drawn)
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(drawn.ToBytes());

        AssertSame(drawn, file);
    }

    [SeededProperty(MaxTest = 20)]
    public void AMappedFileIsReadLikeOneInMemory(DrawnTensors drawn)
    {
        using TemporaryFile temporary = new(drawn.ToBytes());
        using SafeTensorsFile file = SafeTensorsFile.Open(temporary.Path);

        AssertSame(drawn, file);
    }

    [SeededProperty]
    public void TheOrderOfAddingChangesNothing(DrawnTensors drawn) => Assert.Equal(drawn.ToBytes(), drawn.ToBytes(reversed: true));

    [SeededProperty]
    public void TensorsOfAFileAreCopiedAsTheyAre(DrawnTensors drawn)
    {
        byte[] bytes = drawn.ToBytes();
        using SafeTensorsFile file = SafeTensorsFile.Read(bytes);
        SafeTensorsWriter writer = new();
        foreach ((string key, string value) in file.Metadata)
        {
            writer.Metadata[key] = value;
        }

        foreach (WeightTensor tensor in file.Tensors)
        {
            writer.Add(tensor.Name, tensor);
        }

        Assert.Equal(bytes, DrawnTensors.Bytes(writer));
    }

    [SeededProperty]
    public void EveryTensorIsAligned(DrawnTensors drawn)
    {
        byte[] bytes = drawn.ToBytes();
        using SafeTensorsFile file = SafeTensorsFile.Read(bytes);

        Assert.All(file.Tensors, tensor =>
        {
            Assert.True(tensor.Bytes.IsEmpty || bytes.AsSpan().Overlaps(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(tensor.Bytes), tensor.Bytes.Length), out int offset) && offset % (tensor.ByteCount / tensor.Count) == 0);
        });
    }

    /// <summary>The example of the format's reference implementation, and one that has no alignment.</summary>
    [Theory]
    [InlineData("""{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}""")]
    [InlineData("""{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}   """)]
    [InlineData("""{ "test" : {"data_offsets":[0, 16], "comment": {"a": [1, 2.5]}, "dtype":"I32","shape":[2,2]}, "__metadata__": {}}""")]
    public void FilesOfOthersAreRead(string header)
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(Damage.File(header, [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 255, 255, 255, 255]));

        Assert.Equal(TensorElement.Int32, file["test"].Element);
        Assert.Equal([2, 2], file["test"].Shape);
        Assert.Equal([1, 2, 3, -1], file["test"].Values<int>());
    }

    [Fact]
    public void TheBytesOfAFileAreThese()
    {
        SafeTensorsWriter writer = new();
        writer.Metadata["format"] = "pt";
        writer.Add("half", [2], new float[] { 1, -2 }, TensorElement.Half);
        writer.Add("brain", [1], new float[] { 3 }, TensorElement.BFloat16);
        writer.Add("single", [], new float[] { 1 });
        const string Header = """{"__metadata__":{"format":"pt"},"single":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"brain":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]},"half":{"dtype":"F16","shape":[2],"data_offsets":[6,10]}}""";

        byte[] expected = [208, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Header + "    "), 0, 0, 0x80, 0x3F, 0x40, 0x40, 0, 0x3C, 0, 0xC0];

        Assert.Equal(expected, DrawnTensors.Bytes(writer));
    }

    [Fact]
    public void AFileIsReplacedWhileItIsOpen()
    {
        using TemporaryFile temporary = new(DrawnTensors.Bytes(Numbers(1)));
        using SafeTensorsFile before = SafeTensorsFile.Open(temporary.Path);

        Numbers(2).Save(temporary.Path);
        using SafeTensorsFile after = SafeTensorsFile.Open(temporary.Path);

        Assert.Equal([1f], before.Floats("x", 1));
        Assert.Equal([2f], after.Floats("x", 1));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(temporary.Path)!, temporary.Name + "*"));
    }

    /// <summary>What lies behind 2³¹ bytes is read; a tensor that no span holds says so. The file takes no room, as nothing is written into most of it.</summary>
    [Fact]
    public void FilesMayBeLong()
    {
        const long Long = (1L << 31) + 8;
        using TemporaryFile temporary = new(Damage.File($$$"""{"long":{"dtype":"U8","shape":[{{{Long}}}],"data_offsets":[0,{{{Long}}}]},"last":{"dtype":"F32","shape":[1],"data_offsets":[{{{Long}}},{{{Long + 4}}}]}}""", []));
        using (FileStream stream = File.OpenWrite(temporary.Path))
        {
            stream.Seek(Long, SeekOrigin.End);
            stream.Write([0, 0, 0x80, 0x3F]);
        }

        using SafeTensorsFile file = SafeTensorsFile.Open(temporary.Path);

        Assert.Equal([1f], file.Floats("last", 1));
        Assert.Equal("long, UInt8 [2147483656] takes 2147483656, and a span holds 2147483647 at most.", Assert.Throws<InvalidOperationException>(() => file["long"].Bytes.Length).Message);
    }

    private static SafeTensorsWriter Numbers(float number)
    {
        SafeTensorsWriter writer = new();
        writer.Add("x", [1], new[] { number });
        return writer;
    }

    private static void AssertSame(DrawnTensors drawn, SafeTensorsFile file)
    {
        Assert.Equal(drawn.Tensors.Length, file.Tensors.Count);
        Assert.Equal(drawn.Metadata.ToDictionary(static entry => entry.Key, static entry => entry.Value, StringComparer.Ordinal), file.Metadata);
        Assert.All(drawn.Tensors, tensor =>
        {
            Assert.Equal(tensor.Element, file[tensor.Name].Element);
            Assert.Equal(tensor.Values.Select(value => Bits(Nearest(value, tensor.Element))), file.Floats(tensor.Name, tensor.Shape).ToArray().Select(Bits));
        });
    }

    private static int Bits(float value) => float.IsNaN(value) ? -1 : BitConverter.SingleToInt32Bits(value);

    private static float Nearest(float value, TensorElement element) => element switch
    {
        TensorElement.Single => value,
        TensorElement.Half => (float)(Half)value,
        _ => NearestBFloat16(value),
    };

    /// <summary>The nearer of the two neighbours whose lower bits are zero, in double, which represents both and their middle; of two the even one.</summary>
    private static float NearestBFloat16(float value)
    {
        if (!float.IsFinite(value))
        {
            return value;
        }

        int bits = BitConverter.SingleToInt32Bits(value);
        int below = bits & ~0xFFFF;
        float toZero = BitConverter.Int32BitsToSingle(below);
        float fromZero = BitConverter.Int32BitsToSingle(below + 0x10000);

        // The neighbour of the greatest number counts as 2¹²⁸.
        double far = float.IsInfinity(fromZero) ? Math.CopySign(Math.ScaleB(1, 128), value) : fromZero;
        double middle = (toZero + far) / 2;
        return Math.Abs(value) < Math.Abs(middle) || (value == middle && (below & 0x10000) == 0) ? toZero : fromZero;
    }
}
