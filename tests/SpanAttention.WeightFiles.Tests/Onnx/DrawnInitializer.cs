using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Benchmarks.Onnx;

namespace SpanAttention.WeightFiles.Tests;

/// <summary>How a file keeps the elements of an initializer.</summary>
public enum InitializerStorage
{
    Raw,
    Packed,
    TwoPacked,
    OneByOne,
}

/// <summary>An initializer to write.</summary>
/// <param name="Element">The type of its elements.</param>
/// <param name="Values">Its elements as the bytes of 64-bit integers, of which an element takes the lower ones.</param>
/// <param name="Storage">How they are kept.</param>
/// <param name="PacksDimensions">Whether its dimensions stand one behind the other, rather than a field each.</param>
public sealed record DrawnInitializer(TensorElement Element, long[] Values, InitializerStorage Storage, bool PacksDimensions)
{
    private static readonly Dictionary<TensorElement, (int Code, int Bytes, int Field)> Types = new()
    {
        [TensorElement.Single] = (1, 4, 4),
        [TensorElement.UInt8] = (2, 1, 5),
        [TensorElement.Int8] = (3, 1, 5),
        [TensorElement.UInt16] = (4, 2, 5),
        [TensorElement.Int16] = (5, 2, 5),
        [TensorElement.Int32] = (6, 4, 5),
        [TensorElement.Int64] = (7, 8, 7),
        [TensorElement.Boolean] = (9, 1, 5),
        [TensorElement.Half] = (10, 2, 5),
        [TensorElement.Double] = (11, 8, 10),
        [TensorElement.UInt32] = (12, 4, 11),
        [TensorElement.UInt64] = (13, 8, 11),
        [TensorElement.BFloat16] = (16, 2, 5),
    };

    public static Gen<DrawnInitializer> All =>
        from element in Gen.Elements<TensorElement>(Types.Keys)
        from values in ArbMap.Default.GeneratorFor<long>().ListOf()
        from storage in Gen.Elements(Enum.GetValues<InitializerStorage>())
        from packs in Gen.Elements(true, false)
        select new DrawnInitializer(element, [.. values], storage, packs);

    /// <summary>The elements as they lie in memory.</summary>
    public byte[] Bytes => [.. Values.SelectMany(value => BitConverter.GetBytes(value).Take(Types[Element].Bytes))];

    /// <summary>A model of initializers, named by their numbers.</summary>
    public static byte[] Model(params IReadOnlyList<DrawnInitializer> initializers)
    {
        ProtobufWriter graph = new ProtobufWriter().Text(field: 2, "graph");
        for (int index = 0; index < initializers.Count; index++)
        {
            graph.Message(field: 5, initializers[index].ToMessage(index.ToString(CultureInfo.InvariantCulture)));
        }

        return new ProtobufWriter().Integer(field: 1, 10).Message(field: 7, graph).ToArray();
    }

    private ProtobufWriter ToMessage(string name)
    {
        ProtobufWriter tensor = new();
        AddDimensions(tensor);
        (int code, int size, int field) = Types[Element];
        bool fixedLength = field is 4 or 10;
        switch (Storage)
        {
            case InitializerStorage.Raw:
                tensor.Bytes(field: 9, Bytes);
                break;
            case InitializerStorage.Packed:
                tensor.Bytes(field, fixedLength ? Bytes : Varints(Values));
                break;
            case InitializerStorage.TwoPacked:
                int half = Values.Length / 2;
                tensor.Bytes(field, fixedLength ? Bytes.AsSpan(0, half * size) : Varints(Values[..half]));
                tensor.Bytes(field, fixedLength ? Bytes.AsSpan(half * size) : Varints(Values[half..]));
                break;
            default:
                AddOneByOne(tensor, field);
                break;
        }

        return tensor.Integer(field: 2, code).Text(field: 8, name);
    }

    private void AddDimensions(ProtobufWriter tensor)
    {
        if (PacksDimensions)
        {
            tensor.Bytes(field: 1, Varints([1, Values.Length]));
        }
        else
        {
            tensor.Integer(field: 1, 1).Integer(field: 1, Values.Length);
        }
    }

    private void AddOneByOne(ProtobufWriter tensor, int field)
    {
        foreach (long value in Values)
        {
            _ = field switch
            {
                4 => tensor.Single(field, BitConverter.Int32BitsToSingle((int)value)),
                10 => tensor.Double(field, BitConverter.Int64BitsToDouble(value)),
                _ => tensor.Integer(field, value),
            };
        }
    }

    /// <summary>Numbers one behind the other: each as a field, without the byte that names it.</summary>
    private static byte[] Varints(long[] values) => [.. values.SelectMany(static value => new ProtobufWriter().Integer(field: 1, value).ToArray().Skip(1))];
}
