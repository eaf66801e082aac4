using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Members;

/// <summary>A parameter: its type and name, and its shape and meaning in words.</summary>
/// <remarks>Whoever looks at calls rather than at bodies (tensor overloads, analyzers) asks for <see cref="Axes"/>.</remarks>
internal sealed record Parameter(string Type, string Name, string Documentation)
{
    public const string Input = "global::System.ReadOnlySpan<float>";
    public const string Flags = "global::System.ReadOnlySpan<bool>";
    public const string Output = "global::System.Span<float>";
    public const string OutputMemory = "global::System.Memory<float>";

    public const string Stage = "global::SpanAttention.ScoreStage";
    public const string Cache = "global::SpanAttention.KeyValueCache";
    public const string Caches = "global::System.ReadOnlySpan<global::SpanAttention.KeyValueCache>";
    public const string Integers = "global::System.ReadOnlySpan<int>";
    public const string Context = "global::SpanAttention.ContextCache";
    public const string Contexts = "global::System.ReadOnlySpan<global::SpanAttention.ContextCache>";

    public const string Tape = "Tape";
    public const string Gradients = "in Gradients";
    public const string Weights = "in Weights";

    public const string InputTensor = "in global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
    public const string OutputTensor = "in global::System.Numerics.Tensors.TensorSpan<float>";

    /// <summary>The axes of a tensor, slowest first; none for a parameter that is no tensor.</summary>
    public IReadOnlyList<Axis> Axes { get; init; } = [];

    /// <summary>May be empty, where it is not wanted.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The tokens or blocks that a number counts, from 0 to the axis' length; null for all else.</summary>
    public Axis? Counted { get; init; }

    /// <summary>A number, a stage or positions that a call refuses where they are out of their range.</summary>
    public bool IsRanged => Counted is not null || Type == Stage || (Type == Integers && Axes.Count > 0);

    /// <summary>A span that is written.</summary>
    public bool IsOutput => Type == Output;

    /// <summary>A span that is a tensor of known axes.</summary>
    public bool IsTensor => Axes.Count > 0 && Type is Input or Output;

    /// <summary>Keys and values that a layer keeps for later calls.</summary>
    public bool IsCache => Type is Cache or Context;

    /// <summary>A tensor as a parameter. With room between tokens it is no dense tensor, and has no axes.</summary>
    public static Parameter Of(Tensor tensor) => new(TypeOf(tensor), tensor.Name, tensor.Documentation)
    {
        Axes = tensor.Stride.Length > 0 ? [] : tensor.Axes,
        IsOptional = tensor.IsOptional,
    };

    private static string TypeOf(Tensor tensor) => tensor.Element switch
    {
        "bool" => Flags,
        "int" => Integers,
        _ => tensor.IsWritten ? Output : Input,
    };

    /// <summary>Several tensors as parameters.</summary>
    public static IEnumerable<Parameter> Of(IEnumerable<Tensor> tensors) => tensors.Select(Of);

    /// <summary>A tensor in memory that other threads may read and write.</summary>
    public static Parameter InMemory(Tensor tensor) => Of(tensor) with { Type = tensor.IsWritten ? OutputMemory : $"global::System.ReadOnlyMemory<{tensor.Element}>" };
}
