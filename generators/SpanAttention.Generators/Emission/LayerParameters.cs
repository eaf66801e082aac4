using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>Parameters of a layer's members, with shapes.</summary>
internal sealed class LayerParameters(AttentionSpec spec)
{
    private readonly LayerSpec layer = spec.Layer!;
    private readonly string tokens = Parameter.Length(spec.QueryLength, "tokens");

    public IReadOnlyList<Parameter> Inputs => layer.Context switch
    {
        ContextSource.Inputs => [Tokens("inputs", tokens, layer.InputDim)],
        ContextSource.Context => [Tokens("inputs", tokens, layer.InputDim), Tokens("context", "context tokens", layer.KeyInputDim)],
        _ => [Tokens("inputs", tokens, layer.InputDim), Tokens("keyInputs", "key tokens", layer.KeyInputDim), Tokens("valueInputs", "key tokens", layer.ValueInputDim)],
    };

    /// <summary>Spans over pairs that options ask for.</summary>
    public IEnumerable<Parameter> Options => Pair(tokens, layer.Context == ContextSource.Inputs ? tokens : "key tokens");

    /// <summary>The same where keys are cached.</summary>
    public IEnumerable<Parameter> CachedOptions => Pair(tokens, "cached and new tokens");

    public Parameter Projected => new("global::SpanAttention.ContextCache", "context", "A context that the layer has projected.");

    public Parameter TokenCount => new("int", "tokenCount", "Tokens, among those that keys come from, that are not padding: 0 to all of them.");

    public Parameter Destination => new(Parameter.Output, "destination", $"[{tokens}, {layer.OutputDim}]; may be longer, must not overlap an input.");

    public Parameter Pairs => new(Parameter.Output, "destination", $"[{spec.Heads}, {tokens}, {(layer.Context == ContextSource.Inputs ? tokens : "key tokens")}]; may be longer, must not overlap an input.");

    public Parameter Cache => new("global::SpanAttention.KeyValueCache", "cache", $"A cache that the layer made, with room for the tokens.");

    public Parameter CachedPairs => new(Parameter.Output, "destination", $"[{spec.Heads}, {tokens}, cached and new tokens]; may be longer, must not overlap an input.");

    private IEnumerable<Parameter> Pair(string queries, string keys) => OptionalOperand.Scores(spec).Select(operand => new Parameter(
        $"global::System.ReadOnlySpan<{operand.Element}>",
        operand.Name,
        $"[{operand.Dimensions.Replace("Heads", $"{spec.Heads}").Replace("queryLength", queries).Replace("keyLength", keys)}]: {operand.Meaning}."));

    private static Parameter Tokens(string name, string count, int dim) => new(Parameter.Input, name, $"[{count}, {dim}].");
}
