using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace SpanAttention.Benchmarks.Onnx;

/// <summary>The little of the protobuf wire format that a model file needs.</summary>
internal sealed class ProtobufWriter
{
    private const int VariableLength = 0;
    private const int EightBytes = 1;
    private const int LengthDelimited = 2;
    private const int FourBytes = 5;

    private readonly MemoryStream stream = new();

    public byte[] ToArray() => stream.ToArray();

    public ProtobufWriter Integer(int field, long value)
    {
        Tag(field, VariableLength);
        WriteVariable((ulong)value);
        return this;
    }

    public ProtobufWriter Single(int field, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Tag(field, FourBytes);
        stream.Write(bytes);
        return this;
    }

    public ProtobufWriter Double(int field, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Tag(field, EightBytes);
        stream.Write(bytes);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.ToArray());

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimited);
        WriteVariable((ulong)value.Length);
        stream.Write(value);
        return this;
    }

    public ProtobufWriter Numbers<TNumber>(int field, ReadOnlySpan<TNumber> values)
        where TNumber : unmanaged => Bytes(field, MemoryMarshal.AsBytes(values));

    private void Tag(int field, int wireType) => WriteVariable((ulong)((field << 3) | wireType));

    private void WriteVariable(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
