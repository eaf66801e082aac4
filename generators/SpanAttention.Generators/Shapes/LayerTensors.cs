using SpanAttention.Generators.Options;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of a layer's members.</summary>
internal sealed class LayerTensors
{
    private readonly AttentionSpec spec;
    private readonly LayerSpec layer;
    private readonly Axis heads;
    private readonly Axis tokens;
    private readonly Axis keys;
    private readonly Axis sources;

    /// <summary>The tensors of members that attend to the call's own keys.</summary>
    public LayerTensors(AttentionSpec spec)
        : this(spec, Axis.Tokens("tokens", spec.QueryLength, "queryLength", "SequenceLength"), Sources(spec))
    {
    }

    private LayerTensors(AttentionSpec spec, Axis tokens, Axis keys, Axis? sources = null)
    {
        this.spec = spec;
        this.tokens = tokens;
        this.keys = keys;
        this.sources = sources ?? keys;
        layer = spec.Layer!;
        heads = new("heads", spec.Heads, "Heads");
    }

    /// <summary>The tensors of members that attend to the keys of a cache, too.</summary>
    public static LayerTensors OfCache(AttentionSpec spec) =>
        new(spec, Axis.Tokens("tokens", 0, "tokens", ""), Axis.Tokens("cached and new tokens", 0, "keyLength", ""));

    /// <summary>The tensors of members that take several sequences; those of options have each sequence's own part, one after the other.</summary>
    public static LayerTensors OfSequences(AttentionSpec spec) =>
        new(spec, Axis.Tokens("tokens of all sequences", 0, "tokens", "") with { Word = "tokens" }, Axis.Tokens("key tokens of each sequence", 0, "keyLength", ""), Axis.Tokens("tokens of all contexts", 0, "keyLength", ""))
        {
            IsBatch = true,
        };

    /// <summary>The tensors of a block's cross-attention, with the tokens of the block.</summary>
    /// <param name="spec">The cross-attention.</param>
    /// <param name="block">The tensors of the block's attention.</param>
    public static LayerTensors OfContext(AttentionSpec spec, LayerTensors block) => new(
        spec,
        block.tokens,
        Axis.Tokens(block.IsBatch ? "context tokens of each sequence" : "context tokens", 0, "contextTokens", "") with { Word = "context tokens" },
        Axis.Tokens(block.IsBatch ? "tokens of all contexts" : "context tokens", 0, "contextTokens", "") with { Word = "context tokens" });

    /// <summary>There may be several sequences.</summary>
    public bool IsBatch { get; private init; }

    public Axis Keys => keys;

    public Tensor Inputs => Of("inputs", tokens, "InputDim", "input dim", layer.InputDim);

    /// <summary>Inputs that keys are projected from.</summary>
    public Tensor KeyInputs => layer.Context switch
    {
        ContextSource.Inputs => Inputs with { Axes = new([keys with { Word = "tokens" }, Inputs.Axes[1]]) },
        ContextSource.Context => Of("context", sources, "KeyInputDim", "context dim", layer.KeyInputDim),
        _ => Of("keyInputs", sources, "KeyInputDim", "key input dim", layer.KeyInputDim),
    };

    /// <summary>Inputs that values are projected from.</summary>
    public Tensor ValueInputs => layer.Context == ContextSource.KeyAndValueInputs ? Of("valueInputs", sources, "ValueInputDim", "value input dim", layer.ValueInputDim) : KeyInputs;

    /// <summary>The inputs, and the tensor that keys come from where it is another.</summary>
    public IReadOnlyList<Tensor> First => Distinct(Inputs, KeyInputs);

    /// <summary>The tensors that keys and values come from.</summary>
    public IReadOnlyList<Tensor> KeyValueInputs => Distinct(KeyInputs, ValueInputs);

    /// <summary>All inputs.</summary>
    public IReadOnlyList<Tensor> AllInputs => Distinct(Inputs, KeyInputs, ValueInputs);

    /// <summary>All inputs, and what options ask for.</summary>
    public IReadOnlyList<Tensor> Given => [.. AllInputs, .. Options];

    /// <summary>Tensors that options ask for: positions, then those over pairs.</summary>
    public IReadOnlyList<Tensor> Options => [.. Positions, .. OverPairs];

    /// <summary>Tensors over pairs that options ask for.</summary>
    public IReadOnlyList<Tensor> OverPairs => OfOptions.For(Result.Scores);

    /// <summary>All that options ask for, whether a call brings it or the layer's weights.</summary>
    public IReadOnlyList<Tensor> Operands => [.. Positions, .. OfOptions.For(Result.Weights)];

    private IReadOnlyList<Tensor> Positions => layer.Rotary?.Positions switch
    {
        RotaryPositions.Given => [new("positions", new([tokens])) { Element = "int", Meaning = ": 0 or more, −1 for a token that is not rotated" }],
        RotaryPositions.Rows => [Row("cos", "cosines"), Row("sin", "sines")],
        _ => [],
    };

    private OptionTensors OfOptions => new(spec, heads, tokens with { Word = "query tokens" }, keys with { Word = "key tokens" });

    public Tensor Destination => Output([tokens, new("output dim", layer.OutputDim, "OutputDim")]);

    /// <summary>A tensor that the outputs are added to.</summary>
    public Tensor Residual => new("residual", Destination.Axes) { Meaning = ": what the outputs are added to" };

    /// <summary>The destination of a sum, which may take the residual's place.</summary>
    public Tensor Sum => Destination with { Meaning = "; may be longer, may be the residual, must not overlap an input" };

    public Tensor DestinationGradient => new("destinationGradient", Destination.Axes) { Meaning = ": the loss's slope by each output" };

    /// <summary>Gradients of the inputs, and of those that keys and values come from where these are others.</summary>
    public IReadOnlyList<Tensor> InputGradients => [.. AllInputs.Select(InputGradient)];

    /// <summary>The gradient of the bias, which may be left out; none without a bias.</summary>
    public IReadOnlyList<Tensor> BiasGradients =>
        [.. OverPairs.Where(static tensor => tensor.Name == "bias").Select(static tensor => tensor with { Name = "biasGradient", Meaning = ": overwritten, +0 for pairs that are hidden; or empty, where it is not wanted", IsWritten = true, IsOptional = true })];

    /// <summary>The gradient of one of the inputs.</summary>
    public static Tensor InputGradient(Tensor inputs) => inputs with { Name = Singular(inputs.Name) + "Gradient", Meaning = ", overwritten; may be longer", IsWritten = true };

    private static string Singular(string inputs) => inputs.EndsWith("nputs", StringComparison.Ordinal) ? inputs.TrimEnd('s') : inputs;

    public Tensor Pairs => Output([heads, tokens, layer.Context == ContextSource.Inputs ? keys : keys with { Name = "key tokens", Word = "key tokens" }]) with { IsLong = true };

    // Keys of the inputs are the inputs' tokens; those of a context are as many as calls bring.
    private static Axis Sources(AttentionSpec spec)
    {
        string name = spec.Layer!.Context switch
        {
            ContextSource.Inputs => "tokens",
            ContextSource.Context => "context tokens",
            _ => "key tokens",
        };
        return Axis.Tokens(name, spec.KeyLength, "keyLength", "SequenceLength") with { Word = "key tokens" };
    }

    private static Tensor Of(string name, Axis count, string code, string word, int dim) =>
        new(name, new([count with { Word = "tokens" }, new Axis("input dim", dim, code) { Word = word }]));

    private static Tensor Output(IEnumerable<Axis> axes) => new("destination", new(axes)) { Meaning = "; may be longer, must not overlap an input", IsWritten = true };

    private Tensor Row(string name, string words) => new(name, new([tokens, new("rotary dim / 2", layer.Rotary!.Pairs, "RotaryPairs")])) { Meaning = $": {words} of the angles" };

    private static IReadOnlyList<Tensor> Distinct(params Tensor[] tensors) => [.. tensors.GroupBy(static tensor => tensor.Name).Select(static same => same.First())];
}
