using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>Parameters of <c>[Attention]</c>'s members, with shapes.</summary>
internal sealed class AttentionParameters(AttentionSpec spec)
{
    private readonly string queryLength = Parameter.Length(spec.QueryLength, "query tokens");
    private readonly string keyLength = Parameter.Length(spec.KeyLength, "key tokens");

    public Parameter Query => new(Parameter.Input, "query", $"{Shape.Query(spec).Text(queryLength)}.");

    public Parameter Key => new(Parameter.Input, "key", $"{Shape.Key(spec).Text(keyLength)}.");

    public Parameter Value => new(Parameter.Input, "value", $"{Shape.Value(spec).Text(keyLength)}.");

    /// <summary>Spans that options ask for.</summary>
    public IEnumerable<Parameter> Options(IEnumerable<OptionalOperand> operands) => operands.Select(operand => new Parameter(
        $"global::System.ReadOnlySpan<{operand.Element}>",
        operand.Name,
        $"[{operand.Dimensions.Replace("Heads", $"{spec.Heads}").Replace("queryLength", queryLength).Replace("keyLength", keyLength)}]: {operand.Meaning}."));

    public Parameter Block => new("int", "block", "0 to BlockCount − 1. Blocks may be run in any order, and at the same time: each writes rows of its own.");

    public Parameter KeyCount => new("int", "keyCount", "Keys that are not padding: 0 to all of them.");

    public Parameter Stage => new("global::SpanAttention.ScoreStage", "stage", "How far the scores are taken.");

    public Parameter Destination => new(Parameter.Output, "destination", $"{Shape.Context(spec).Text(queryLength)}; may be longer, must not overlap an input.");

    public Parameter Pairs => new(Parameter.Output, "destination", $"[{spec.Heads}, {queryLength}, {keyLength}]; may be longer, must not overlap an input.");

    public Parameter LogSumExp => new(Parameter.Output, "logSumExp", $"[{spec.Heads}, {queryLength}]; {(spec.Sinks ? "the head's sink" : "−∞")} for a row that sees no key.");

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
        new(Parameter.Input, "outputA", "Contexts over the first key set."),
        new(Parameter.Input, "logSumExpA", $"[{spec.Heads}, {queryLength}]."),
        new(Parameter.Input, "outputB", "Contexts over the second key set."),
        new(Parameter.Input, "logSumExpB", $"[{spec.Heads}, {queryLength}]."),
        new(Parameter.Output, "output", "Contexts over both."),
        new(Parameter.Output, "logSumExp", $"[{spec.Heads}, {queryLength}], over both."),
    ];
}
