using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>Parameters of a layer's members, with shapes.</summary>
internal sealed class LayerParameters(AttentionSpec spec)
{
    private const string KeyTokens = "key tokens";
    private static readonly Axis CachedTokens = new("cached and new tokens", 0);

    private readonly LayerSpec layer = spec.Layer!;

    private readonly Axis tokens = new("tokens", spec.QueryLength);

    public IReadOnlyList<Parameter> Inputs => layer.Context switch
    {
        ContextSource.Inputs => [Input("inputs", tokens, layer.InputDim)],
        ContextSource.Context => [Input("inputs", tokens, layer.InputDim), Input("context", Keys, layer.KeyInputDim)],
        _ => [Input("inputs", tokens, layer.InputDim), Input("keyInputs", Keys, layer.KeyInputDim), Input("valueInputs", Keys, layer.ValueInputDim)],
    };

    /// <summary>Spans over pairs that options ask for.</summary>
    public IEnumerable<Parameter> Options => Pair(Keys);

    /// <summary>The same where keys are cached.</summary>
    public IEnumerable<Parameter> CachedOptions => Pair(CachedTokens);

    public Parameter Projected => new(Parameter.Context, "context", "A context that the layer has projected.");

    public Parameter TokenCount => new("int", "tokenCount", "Tokens, among those that keys come from, that are not padding: 0 to all of them.") { Counted = Keys };

    public Parameter Destination => Output([tokens, new("output dim", layer.OutputDim)]);

    public Parameter Pairs => Output([new("heads", spec.Heads), tokens, Keys with { Name = layer.Context == ContextSource.Inputs ? Keys.Name : KeyTokens }]);

    public Parameter Cache => new(Parameter.Cache, "cache", "A cache that the layer made, with room for the tokens.");

    public Parameter CachedPairs => Output([new("heads", spec.Heads), tokens, CachedTokens]);

    private Axis Keys => layer.Context switch
    {
        ContextSource.Inputs => tokens,
        ContextSource.Context => new("context tokens", 0),
        _ => new(KeyTokens, 0),
    };

    private IEnumerable<Parameter> Pair(Axis keys) => OptionalOperand.Scores(spec).Select(operand => Parameter.Of(operand, new("heads", spec.Heads), tokens, keys));

    private static Parameter Input(string name, Axis count, int dim)
    {
        Axis[] axes = [count, new("input dim", dim)];
        return new(Parameter.Input, name, $"{Text(axes)}.") { Axes = axes };
    }

    private static Parameter Output(Axis[] axes) => new(Parameter.Output, "destination", $"{Text(axes)}; may be longer, must not overlap an input.") { Axes = axes };

    private static string Text(IEnumerable<Axis> axes) => $"[{string.Join(", ", axes.Select(static axis => Parameter.Length(axis.Length, axis.Name)))}]";
}
