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

    public Parameter TokenCount => new("int", "tokenCount", "Tokens, among those that keys come from, that are not padding: 0 to all of them.");

    public Parameter Destination => new(Parameter.Output, "destination", $"[{tokens}, {layer.OutputDim}]; may be longer, must not overlap an input.");

    public Parameter Pairs => new(Parameter.Output, "destination", $"[{spec.Heads}, {tokens}, {(layer.Context == ContextSource.Inputs ? tokens : "key tokens")}]; may be longer, must not overlap an input.");

    public Parameter Cache => new("global::SpanAttention.KeyValueCache", "cache", $"A cache that the layer made, with room for the tokens.");

    public Parameter CachedPairs => new(Parameter.Output, "destination", $"[{spec.Heads}, {tokens}, cached and new tokens]; may be longer, must not overlap an input.");

    private static Parameter Tokens(string name, string count, int dim) => new(Parameter.Input, name, $"[{count}, {dim}].");
}
