using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>The tape of an attention layer: what its gradients are computed from.</summary>
internal sealed class TapePlan
{
    /// <param name="spec">The layer.</param>
    public TapePlan(AttentionSpec spec)
    {
        LayerSpec layer = spec.Layer!;
        bool cross = spec.HasContext;
        Inputs = new("inputs", layer.InputDim, "InputDim");
        KeyInputs = cross ? OfContext("keyInputs", layer.KeyInputDim, "KeyInputDim") : Inputs;
        ValueInputs = layer.Context == ContextSource.KeyAndValueInputs ? OfContext("valueInputs", layer.ValueInputDim, "ValueInputDim") : KeyInputs;
        Queries = new("queries", spec.QueryWidth, "QueryWidth");
        Keys = new("keys", spec.KeyWidth, "KeyWidth") { IsOfContext = cross };
        Values = new("values", spec.ValueWidth, "ValueWidth") { IsOfContext = cross };
        Contexts = new("contexts", spec.ContextWidth, "ContextWidth");
        LogSumExp = new("logSumExp", spec.Heads, "Heads");
        if (layer.QkNorm is not null)
        {
            PlainQueries = Queries with { Name = "plainQueries" };
            PlainKeys = Keys with { Name = "plainKeys" };
        }

        if (layer.OutputGate)
        {
            Gates = Contexts with { Name = "gates" };
            GatedContexts = Contexts with { Name = "gatedContexts" };
        }

        if (layer.Rotary is { } rotary)
        {
            Cosines = new("cosines", rotary.Pairs, "RotaryPairs");
            Sines = Cosines with { Name = "sines" };
        }
    }

    public TapeRun Inputs { get; }

    /// <summary>Inputs of keys: those of queries, unless the layer attends to a context.</summary>
    public TapeRun KeyInputs { get; }

    public TapeRun ValueInputs { get; }

    /// <summary>Queries as they attend.</summary>
    public TapeRun Queries { get; }

    public TapeRun Keys { get; }

    public TapeRun Values { get; }

    /// <summary>Queries before they are normalized; null where they are not.</summary>
    public TapeRun? PlainQueries { get; }

    public TapeRun? PlainKeys { get; }

    public TapeRun Contexts { get; }

    public TapeRun LogSumExp { get; }

    /// <summary>σ of gates; null where there are none.</summary>
    public TapeRun? Gates { get; }

    public TapeRun? GatedContexts { get; }

    public TapeRun? Cosines { get; }

    public TapeRun? Sines { get; }

    /// <summary>Contexts as they are projected to outputs.</summary>
    public TapeRun ProjectedContexts => GatedContexts ?? Contexts;

    /// <summary>Rows of tokens.</summary>
    public Scratch Tokens => Rows(ofContext: false);

    /// <summary>Rows of context tokens.</summary>
    public Scratch ContextTokens => Rows(ofContext: true);

    private IEnumerable<TapeRun> All =>
        new[] { Inputs, KeyInputs, ValueInputs, Queries, Keys, Values, PlainQueries, PlainKeys, Contexts, LogSumExp, Gates, GatedContexts, Cosines, Sines }.OfType<TapeRun>().Distinct();

    private Scratch Rows(bool ofContext) => new("Taped", new(All.Where(run => run.IsOfContext == ofContext).Select(static run => run.Region)));

    private static TapeRun OfContext(string name, int floats, string width) => new(name, floats, width) { IsOfContext = true };
}
