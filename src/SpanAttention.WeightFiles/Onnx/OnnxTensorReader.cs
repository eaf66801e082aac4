using System.Buffers;
using System.Buffers.Binary;

namespace SpanAttention.WeightFiles;

/// <summary>Reads one TensorProto: its elements are in place where the file has them in one piece, as they are in memory; integers that it keeps as varints are copied.</summary>
/// <param name="bytes">The file.</param>
internal sealed class OnnxTensorReader(FileBytes bytes)
{
    private const int Dimension = 1;
    private const int DataType = 2;
    private const int Segment = 3;
    private const int Floats = 4;
    private const int Int32s = 5;
    private const int Texts = 6;
    private const int Int64s = 7;
    private const int Name = 8;
    private const int Raw = 9;
    private const int Doubles = 10;
    private const int UInt64s = 11;
    private const int ExternalData = 13;
    private const int DataLocation = 14;

    private readonly List<long> shape = [];
    private readonly List<Piece> pieces = [];
    private string name = "";
    private long dataType;
    private int dataField;

    /// <summary>Reads the tensor.</summary>
    /// <param name="tensor">Its message.</param>
    public WeightTensor Read(ProtobufReader tensor)
    {
        ProtobufReader whole = tensor;
        while (tensor.Next())
        {
            ReadField(tensor);
        }

        ElementType type = ElementType.OfOnnx(dataType) ?? throw bytes.Damaged($"initializer {name} is of data type {dataType}, which is not read.");
        if (dataField != 0 && dataField != Raw && dataField != FieldOf(type))
        {
            throw bytes.Damaged($"initializer {name} is {type.Element} and has its elements in field {dataField}; {FieldOf(type)} or {Raw} is needed.");
        }

        return dataField is Int32s or Int64s or UInt64s
            ? Copied(type, Decode(whole, type.Bits))
            : InPlace(type);
    }

    private void ReadField(in ProtobufReader tensor)
    {
        switch (tensor.Field)
        {
            case Dimension:
                ReadDimensions(tensor);
                break;
            case DataType:
                dataType = tensor.Integer();
                break;
            case Name:
                name = tensor.Text();
                break;
            case Floats or Int32s or Int64s or Raw or Doubles or UInt64s:
                ReadData(tensor);
                break;
            case Segment or Texts:
                throw bytes.Damaged($"initializer {name} has field {tensor.Field}: {(tensor.Field == Texts ? "texts" : "a segment")}, which is not read.");
            case ExternalData:
            case DataLocation when tensor.Integer() != 0:
                throw bytes.Damaged($"initializer {name} has its elements in another file, which is not read.");
        }
    }

    private void ReadDimensions(in ProtobufReader tensor)
    {
        if (tensor.Type == WireType.Varint)
        {
            shape.Add(tensor.Integer());
            return;
        }

        ProtobufReader packed = tensor.Message();
        while (!packed.AtEnd)
        {
            shape.Add((long)packed.ReadVarint());
        }
    }

    private void ReadData(in ProtobufReader tensor)
    {
        WireType single = tensor.Field switch { Floats => WireType.FourBytes, Doubles => WireType.EightBytes, Raw => WireType.Bytes, _ => WireType.Varint };
        if (tensor.Type != single && tensor.Type != WireType.Bytes)
        {
            throw bytes.Damaged($"initializer {name} has field {tensor.Field} of wire type {(int)tensor.Type}; {(int)single} or {(int)WireType.Bytes} is needed.");
        }

        if (dataField != 0 && (dataField != tensor.Field || tensor.Field == Raw) && tensor.Value.Length > 0)
        {
            throw bytes.Damaged($"initializer {name} has its elements in field {dataField} and again in {tensor.Field}.");
        }

        if (tensor.Value.Length > 0)
        {
            dataField = tensor.Field;
            pieces.Add(tensor.Value);
        }
    }

    /// <summary>The field of elements that are not raw.</summary>
    private static int FieldOf(ElementType type) => type.Element switch
    {
        TensorElement.Single or TensorElement.Complex64 => Floats,
        TensorElement.Double or TensorElement.Complex128 => Doubles,
        TensorElement.Int64 => Int64s,
        TensorElement.UInt32 or TensorElement.UInt64 => UInt64s,
        _ => Int32s,
    };

    /// <summary>The elements as raw data would have them: the lower bytes of every varint. Elements of less than a byte share one, as they share a varint.</summary>
    private ReadOnlyMemory<byte> Decode(in ProtobufReader tensor, int bits)
    {
        int width = Math.Max(1, bits / 8);
        Span<byte> element = stackalloc byte[sizeof(ulong)];
        ArrayBufferWriter<byte> decoded = new();
        foreach (Piece piece in pieces)
        {
            ProtobufReader numbers = tensor.Within(piece);
            while (!numbers.AtEnd)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(element, numbers.ReadVarint());
                decoded.Write(element[..width]);
            }
        }

        return decoded.WrittenMemory;
    }

    /// <summary>The elements where they lie; several pieces are joined.</summary>
    private WeightTensor InPlace(ElementType type)
    {
        switch (pieces)
        {
            case []:
                return Create(type, bytes, default);
            case [Piece piece]:
                return Create(type, bytes, piece);
            default:
                ArrayBufferWriter<byte> joined = new();
                pieces.ForEach(piece => joined.Write(bytes.Span<byte>(piece.Start, piece.Length)));
                return Copied(type, joined.WrittenMemory);
        }
    }

    private WeightTensor Copied(ElementType type, ReadOnlyMemory<byte> elements) => Create(type, new MemoryBytes(bytes.Name, elements), new(0, elements.Length));

    private WeightTensor Create(ElementType type, FileBytes data, Piece piece)
    {
        long[] dimensions = [.. shape];
        long count = TensorShape.Count(dimensions);
        long needed = TensorShape.Bytes(count, type.Bits);
        if (count < 0 || needed < 0)
        {
            throw bytes.Damaged($"initializer {name} would be {TensorShape.Words(dimensions)}, which is negative or too much to count.");
        }

        if (needed != piece.Length)
        {
            throw bytes.Damaged($"initializer {name} takes {piece.Length} bytes; {type.Element} {TensorShape.Words(dimensions)}, {count} elements of {type.Bits} bits, needs {needed}.");
        }

        return new(name, type, dimensions, data, piece.Start, needed);
    }
}
