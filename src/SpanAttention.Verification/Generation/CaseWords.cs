using System.Globalization;

namespace SpanAttention.Verification;

/// <summary>A case as a person reads it: what it is of, the axes, and the tensors as C# literals.</summary>
internal static class CaseWords
{
    private const int LongestLiteral = 48;
    private const int MostPlaces = 24;
    private const int AssignmentsOfLine = 6;

    public static string Of(AttentionCase source) => string.Join(Environment.NewLine, Lines(source));

    public static string Of(LayerCase source) =>
        string.Join(Environment.NewLine, [$"inputs [{source.Tokens}, {source.InputDim}], in calls of {string.Join(", ", source.Chunks)}", .. Tensor("inputs", source.Inputs)]);

    /// <summary>A float as C# source, exactly.</summary>
    public static string Literal(float number) => number switch
    {
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        _ when float.IsNaN(number) => "float.NaN",
        _ => number.ToString("R", CultureInfo.InvariantCulture) + "f",
    };

    private static IEnumerable<string> Lines(AttentionCase source)
    {
        AttentionShape shape = source.Shape;
        yield return shape.ToString();
        yield return $"query {Axes(shape, source.QueryLength, shape.Heads, shape.HeadDim)}, key {Axes(shape, source.KeyLength, shape.KeyValueHeads, shape.HeadDim)}, value {Axes(shape, source.KeyLength, shape.KeyValueHeads, shape.ValueDim)}";
        foreach (string line in Tensor("query", source.Query).Concat(Tensor("key", source.Key, "query", source.Query)).Concat(Tensor("value", source.Value, "key", source.Key)))
        {
            yield return line;
        }

        if (source.Mask.Length > 0)
        {
            yield return Mask(source.Mask);
        }

        foreach (string line in OptionalTensor("bias", source.Bias).Concat(OptionalTensor("sinks", source.Sinks)))
        {
            yield return line;
        }

        if (source.KeyCount is { } count)
        {
            yield return $"int keyCount = {count};";
        }
    }

    private static string Axes(AttentionShape shape, int tokens, int heads, int dim) =>
        shape.Layout == AttentionLayout.HeadsFirst ? $"[{heads}, {tokens}, {dim}]" : $"[{tokens}, {heads}, {dim}]";

    private static IEnumerable<string> OptionalTensor(string name, float[] numbers) => numbers.Length == 0 ? [] : Tensor(name, numbers);

    private static IEnumerable<string> Tensor(string name, float[] numbers, string other, float[] others) => numbers == others ? [$"float[] {name} = {other};"] : Tensor(name, numbers);

    private static IEnumerable<string> Tensor(string name, float[] numbers)
    {
        if (numbers.Length <= LongestLiteral)
        {
            return [$"float[] {name} = [{string.Join(", ", numbers.Select(Literal))}];"];
        }

        int[] places = [.. Enumerable.Range(0, numbers.Length).Where(index => PlainNumber.IsNotZero(numbers[index]))];
        IEnumerable<string> assignments = places.Take(MostPlaces).Select(index => $"{name}[{index}] = {Literal(numbers[index])};");
        string[] rest = places.Length > MostPlaces ? [$"// and {places.Length - MostPlaces} more places, which the seed brings back"] : [];
        return [$"float[] {name} = new float[{numbers.Length}];", .. assignments.Chunk(AssignmentsOfLine).Select(static line => string.Join(" ", line)), .. rest];
    }

    private static string Mask(bool[] mask)
    {
        string hidden = string.Join(", ", Enumerable.Range(0, mask.Length).Where(index => !mask[index]).Take(MostPlaces));
        return mask.Length <= LongestLiteral
            ? $"bool[] mask = [{string.Join(", ", mask.Select(static visible => visible ? "true" : "false"))}];"
            : $"bool[] mask: {mask.Length} places, false at {hidden}";
    }
}
