using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.WeightFiles.Tests;

/// <summary>A tensor to write.</summary>
public sealed record DrawnTensor(string Name, long[] Shape, float[] Values, TensorElement Element);

/// <summary>Tensors of a file and what it says of itself.</summary>
public sealed record DrawnTensors(DrawnTensor[] Tensors, (string Key, string Value)[] Metadata)
{
    private static readonly string[] Characters = ["a", "weight", ".", "0", " ", "\"", "\\", "\n", "\t", "\0", "é", "注", "😀", "{", "}", "__metadata__", "/", "\u2028"];

    private static readonly float[] Odd = [0, -0f, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue, 65504, 65520, 5.9604645e-8f, 2.9802322e-8f, 1.00390625f, 1.01171875f];

    private static readonly Gen<string> Text = Gen.Elements(Characters).ListOf().Select(static parts => string.Concat(parts));

    private static readonly Gen<float> Number = Gen.OneOf(Gen.Elements(Odd), ArbMap.Default.GeneratorFor<int>().Select(BitConverter.Int32BitsToSingle));

    public static Gen<DrawnTensors> Files =>
        from tensors in Tensor.ListOf()
        from metadata in Text.Zip(Text).ListOf()
        select new DrawnTensors([.. tensors.DistinctBy(static tensor => tensor.Name)], [.. metadata.DistinctBy(static entry => entry.Item1)]);

    private static Gen<DrawnTensor> Tensor =>
        from name in Text.Where(static name => name != "__metadata__")
        from shape in Gen.Choose(0, 5).Select(static dimension => (long)dimension).ListOf().Select(static dimensions => dimensions.Take(4).ToArray())
        from values in Gen.ArrayOf(Number, (int)shape.Aggregate(1L, static (count, dimension) => count * dimension))
        from element in Gen.Elements(TensorElement.Single, TensorElement.Half, TensorElement.BFloat16)
        select new DrawnTensor(name, shape, values, element);

    /// <summary>The bytes of a file of them, added in the given order.</summary>
    public byte[] ToBytes(bool reversed = false)
    {
        SafeTensorsWriter writer = new();
        foreach ((string key, string value) in Metadata)
        {
            writer.Metadata[key] = value;
        }

        foreach (DrawnTensor tensor in reversed ? Enumerable.Reverse(Tensors) : Tensors)
        {
            writer.Add(tensor.Name, tensor.Shape, tensor.Values, tensor.Element);
        }

        return Bytes(writer);
    }

    /// <summary>What a writer writes.</summary>
    public static byte[] Bytes(SafeTensorsWriter writer)
    {
        using MemoryStream stream = new();
        writer.Write(stream);
        return stream.ToArray();
    }

    public override string ToString() => $"{string.Join(", ", Tensors.Select(static tensor => $"{tensor.Name} {tensor.Element} [{string.Join(", ", tensor.Shape)}]"))}; {string.Join(", ", Metadata)}";
}

/// <summary>Draws files.</summary>
public static class Drawn
{
    public static Arbitrary<DrawnTensors> Files() => Arb.From(DrawnTensors.Files);
}
