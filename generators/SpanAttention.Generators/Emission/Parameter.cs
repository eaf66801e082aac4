namespace SpanAttention.Generators.Emission;

/// <summary>A parameter: its type and name, and its shape and meaning in words.</summary>
/// <remarks>Whoever looks at calls rather than at bodies (tensor overloads, analyzers) asks for <see cref="Axes"/>.</remarks>
internal sealed record Parameter(string Type, string Name, string Documentation)
{
    public const string Input = "global::System.ReadOnlySpan<float>";
    public const string Flags = "global::System.ReadOnlySpan<bool>";
    public const string Output = "global::System.Span<float>";
    public const string OutputMemory = "global::System.Memory<float>";

    public const string Cache = "global::SpanAttention.KeyValueCache";
    public const string Context = "global::SpanAttention.ContextCache";

    public const string InputTensor = "in global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
    public const string OutputTensor = "in global::System.Numerics.Tensors.TensorSpan<float>";

    /// <summary>The axes of a tensor, slowest first; none for a parameter that is no tensor.</summary>
    public IReadOnlyList<Axis> Axes { get; init; } = [];

    /// <summary>The tokens or blocks that a number counts, from 0 to the axis' length; null for all else.</summary>
    public Axis? Counted { get; init; }

    /// <summary>A span that is written.</summary>
    public bool IsOutput => Type == Output;

    /// <summary>A span that is a tensor of known axes.</summary>
    public bool IsTensor => Axes.Count > 0 && Type is Input or Output;

    /// <summary>Keys and values that a layer keeps for later calls.</summary>
    public bool IsCache => Type is Cache or Context;

    /// <summary>The span that an option asks for.</summary>
    public static Parameter Of(OptionalOperand operand, Axis heads, Axis queries, Axis keys)
    {
        Axis[] axes = [.. operand.Dimensions.Split([", "], StringSplitOptions.None).Select(name => name switch
        {
            "Heads" => heads,
            "queryLength" => queries,
            _ => keys,
        })];
        string lengths = string.Join(", ", axes.Select(static axis => Length(axis.Length, axis.Name)));
        return new($"global::System.ReadOnlySpan<{operand.Element}>", operand.Name, $"[{lengths}]: {operand.Meaning}.") { Axes = axes };
    }

    /// <summary>A length as documentation shows it: the number where it is declared, else the word.</summary>
    public static string Length(int declared, string word) => declared > 0 ? $"{declared}" : word;
}
