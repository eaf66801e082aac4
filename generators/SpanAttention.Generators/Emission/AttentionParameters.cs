using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>Parameters of <c>[Attention]</c>'s members, with shapes.</summary>
internal sealed class AttentionParameters(AttentionSpec spec)
{
    private const string QueryTokens = "query tokens";
    private const string KeyTokens = "key tokens";

    private readonly string queryLength = Parameter.Length(spec.QueryLength, QueryTokens);
    private readonly string keyLength = Parameter.Length(spec.KeyLength, KeyTokens);

    public Parameter Query => new(Parameter.Input, "query", $"{Shape.Query(spec).Text(queryLength)}.") { Axes = Shape.Query(spec).Axes(QueryTokens, spec.QueryLength) };

    public Parameter Key => new(Parameter.Input, "key", $"{Shape.Key(spec).Text(keyLength)}.") { Axes = Shape.Key(spec).Axes(KeyTokens, spec.KeyLength) };

    public Parameter Value => new(Parameter.Input, "value", $"{Shape.Value(spec).Text(keyLength)}.") { Axes = Shape.Value(spec).Axes(KeyTokens, spec.KeyLength) };

    /// <summary>Spans that options ask for.</summary>
    public IEnumerable<Parameter> Options(IEnumerable<OptionalOperand> operands) =>
        operands.Select(operand => Parameter.Of(operand, new("heads", spec.Heads), new(QueryTokens, spec.QueryLength), new(KeyTokens, spec.KeyLength)));

    public Parameter Block => new("int", "block", "0 to BlockCount − 1. Blocks may be run in any order, and at the same time: each writes rows of its own.");

    public Parameter KeyCount => new("int", "keyCount", "Keys that are not padding: 0 to all of them.");

    public Parameter Stage => new("global::SpanAttention.ScoreStage", "stage", "How far the scores are taken.");

    public Parameter Destination => new(Parameter.Output, "destination", $"{Shape.Context(spec).Text(queryLength)}; may be longer, must not overlap an input.") { Axes = ContextAxes };

    public Parameter Pairs => new(Parameter.Output, "destination", $"[{spec.Heads}, {queryLength}, {keyLength}]; may be longer, must not overlap an input.")
    {
        Axes = [.. RowAxes, new(KeyTokens, spec.KeyLength)],
    };

    public Parameter LogSumExp => new(Parameter.Output, "logSumExp", $"[{spec.Heads}, {queryLength}]; {(spec.Sinks ? "the head's sink" : "−∞")} for a row that sees no key. Logits beyond ±2.3587e38 count as that much.") { Axes = RowAxes };

    /// <summary>The inputs and the destination of Forward in memory that other threads may read and write.</summary>
    public IReadOnlyList<Parameter> InMemory =>
    [
        .. new[] { Query, Key, Value }.Concat(Options(OptionalOperand.All(spec))).Select(static input => input with { Type = input.Type.Replace("Span<", "Memory<") }),
        Destination with { Type = Parameter.OutputMemory },
    ];

    public Parameter QueryLength => new("int", "queryLength", "Query tokens.");

    public IReadOnlyList<Parameter> Lengths => [QueryLength, new("int", "keyLength", "Key tokens.")];

    public IReadOnlyList<Parameter> Merge =>
    [
        new(Parameter.Input, "outputA", "Contexts over the first key set.") { Axes = ContextAxes },
        new(Parameter.Input, "logSumExpA", $"[{spec.Heads}, {queryLength}].") { Axes = RowAxes },
        new(Parameter.Input, "outputB", "Contexts over the second key set.") { Axes = ContextAxes },
        new(Parameter.Input, "logSumExpB", $"[{spec.Heads}, {queryLength}].") { Axes = RowAxes },
        new(Parameter.Output, "output", "Contexts over both.") { Axes = ContextAxes },
        new(Parameter.Output, "logSumExp", $"[{spec.Heads}, {queryLength}], over both.") { Axes = RowAxes },
    ];

    private IReadOnlyList<Axis> ContextAxes => Shape.Context(spec).Axes(QueryTokens, spec.QueryLength);

    private IReadOnlyList<Axis> RowAxes => [new("heads", spec.Heads), new(QueryTokens, spec.QueryLength)];
}
