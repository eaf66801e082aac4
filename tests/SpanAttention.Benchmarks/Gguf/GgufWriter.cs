using System.Runtime.InteropServices;
using System.Text;

namespace SpanAttention.Benchmarks.Gguf;

/// <summary>Writes a GGUF file, version 3: numbers and texts about the model, then a list of its tensors, then the tensors.</summary>
internal sealed class GgufWriter
{
    private const uint Magic = 0x46554747; // "GGUF"
    private const uint Version = 3;
    private const uint IntegerType = 4;
    private const uint FloatType = 6;
    private const uint TextType = 8;
    private const long Alignment = 32;

    private readonly List<Action<BinaryWriter>> facts = [];
    private readonly List<Tensor> tensors = [];

    public GgufWriter Fact(string key, int value) => Fact(key, IntegerType, writer => writer.Write(value));

    public GgufWriter Fact(string key, float value) => Fact(key, FloatType, writer => writer.Write(value));

    public GgufWriter Fact(string key, string value) => Fact(key, TextType, writer => Text(writer, value));

    /// <summary>Adds a tensor; the first dimension is that of neighbours in memory.</summary>
    public GgufWriter Add(string name, GgufElement element, float[] values, params long[] dimensions)
    {
        tensors.Add(new(name, element, values, dimensions));
        return this;
    }

    public void Save(string path)
    {
        using BinaryWriter writer = new(File.Create(path));
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((long)tensors.Count);
        writer.Write((long)facts.Count);
        facts.ForEach(fact => fact(writer));
        long offset = 0;
        foreach (Tensor tensor in tensors)
        {
            tensor.WriteInfo(writer, offset);
            offset += Aligned(tensor.ByteCount);
        }

        foreach (Tensor tensor in tensors)
        {
            Pad(writer);
            tensor.WriteValues(writer);
        }

        Pad(writer);
    }

    private GgufWriter Fact(string key, uint type, Action<BinaryWriter> value)
    {
        facts.Add(writer =>
        {
            Text(writer, key);
            writer.Write(type);
            value(writer);
        });
        return this;
    }

    private static void Text(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((long)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        writer.Write(new byte[Aligned(writer.BaseStream.Position) - writer.BaseStream.Position]);
    }

    private static long Aligned(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private sealed record Tensor(string Name, GgufElement Element, float[] Values, long[] Dimensions)
    {
        private const int BlockLength = 32;
        private const int BlockBytes = 2 + BlockLength;

        public long ByteCount => Element switch
        {
            GgufElement.F32 => 4L * Values.Length,
            GgufElement.BFloat16 => 2L * Values.Length,
            _ => (long)Values.Length / BlockLength * BlockBytes,
        };

        public void WriteInfo(BinaryWriter writer, long offset)
        {
            Text(writer, Name);
            writer.Write(Dimensions.Length);
            Array.ForEach(Dimensions, writer.Write);
            writer.Write((int)Element);
            writer.Write(offset);
        }

        public void WriteValues(BinaryWriter writer)
        {
            switch (Element)
            {
                case GgufElement.F32:
                    writer.Write(MemoryMarshal.AsBytes(Values.AsSpan()));
                    break;
                case GgufElement.BFloat16:
                    writer.Write(MemoryMarshal.AsBytes(Array.ConvertAll(Values, Rounded).AsSpan()));
                    break;
                default:
                    WriteBlocks(writer);
                    break;
            }
        }

        /// <summary>To the nearest number, of two the even one.</summary>
        private static ushort Rounded(float value)
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }

        private void WriteBlocks(BinaryWriter writer)
        {
            for (int start = 0; start < Values.Length; start += BlockLength)
            {
                ReadOnlySpan<float> block = Values.AsSpan(start, BlockLength);
                float largest = 0;
                foreach (float value in block)
                {
                    largest = Math.Max(largest, Math.Abs(value));
                }

                float scale = largest / sbyte.MaxValue;
                writer.Write((Half)scale);
                foreach (float value in block)
                {
                    writer.Write((sbyte)(scale == 0 ? 0 : MathF.Round(value / scale)));
                }
            }
        }
    }
}
