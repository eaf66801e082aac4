using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>The declared attention with all defaults applied. A length of 0 is undeclared: it comes from the spans.</summary>
/// <param name="Layer">The projections, for a layer; null otherwise.</param>
internal sealed record AttentionSpec(
    DeclarationKind Kind,
    DeclaredType Type,
    int Heads,
    int KeyValueHeads,
    int HeadDim,
    int ValueDim,
    int QueryLength,
    int KeyLength,
    bool HeadsFirst,
    double Scale,
    bool Causal,
    bool TopLeft,
    bool SumNormalization,
    LayerSpec? Layer) : DeclaredSpec(Kind, Type)
{
    private const int KeyTile = 64;

    /// <summary>The additive score, where attention is additive; null otherwise.</summary>
    public AdditiveSpec? Additive { get; init; }

    /// <summary>Options that the declaration asks for beyond the definition of attention, in canonical order.</summary>
    public EquatableArray<Option> Options { get; init; }

    /// <summary>Floats from one query token to the next; 0 where tokens are dense.</summary>
    public int QueryStride { get; init; }

    /// <summary>Floats from one key token to the next; 0 where tokens are dense.</summary>
    public int KeyStride { get; init; }

    /// <summary>Floats from one value token to the next; 0 where tokens are dense.</summary>
    public int ValueStride { get; init; }

    /// <summary>A running state is asked for, too.</summary>
    public bool State { get; init; }

    /// <summary>A call goes through some of the keys: rows start from a running state, and leave it.</summary>
    public bool CarriesState { get; init; }

    /// <summary>Keys before its position that a query sees; null without bound.</summary>
    public int? LeftWindow => Find<Window>()?.Left;

    /// <summary>Keys after its position that a query sees: none where attention is causal; null without bound.</summary>
    public int? RightBound => Causal ? 0 : Find<Window>()?.Right;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightTensor> Weights => Layer is null ? [] : LayerWeights.Of(this);

    /// <inheritdoc/>
    public override IReadOnlyList<PackedTensor> Packed => Layer is null ? [] : LayerWeights.Pack(this);

    /// <summary>Queries see no keys beyond some edge.</summary>
    public bool HasEdge => RightBound is not null;

    /// <summary>Tells whether what a query sees, or how much of it, depends on its position among the keys.</summary>
    public bool HasPositions => HasEdge || Options.Any(static option => option.Hidden?.Reads == ScoreOperand.Distance || option.Step?.Reads.Contains(ScoreOperand.Distance) == true);

    /// <summary>A layer's tokens have positions, to see by or to be rotated by.</summary>
    public bool CountsPositions => HasPositions || Layer?.Rotary is not null;

    /// <summary>A layer's keys and values come from other tokens than its queries.</summary>
    public bool HasContext => Layer is { Context: not ContextSource.Inputs };

    /// <summary>A call may bring several sequences, side by side and each as long as it is.</summary>
    public bool TakesSequences => Layer is not null && QueryLength == 0;

    /// <summary>Calls bring positions, or what follows from them, of tokens that follow those in a cache.</summary>
    public bool TakesPositionsOverCache => Layer is { HasCache: true, Rotary.IsCounted: false };

    /// <summary>The layer's cache gives up what no later token sees.</summary>
    public bool HasRing => Layer is { HasCache: true } && LeftWindow is not null;

    /// <summary>Tokens that there is room for in a cache, whole key tiles: all of them, or the window of a tile's first token and that tile.</summary>
    public long CacheTokens => HasRing ? WholeTiles(LeftWindow!.Value) + KeyTile : WholeTiles(Layer!.ContextLength);

    /// <summary>Tiles of pairs that options need beside the scores.</summary>
    public IEnumerable<string> PairTiles => Options.Select(static option => option.PairTile).OfType<string>().Distinct();

    /// <summary>Tensors of a float a query that options ask for.</summary>
    public IEnumerable<Tensor> QueryTensors
    {
        get
        {
            Axis queries = new("query tokens", QueryLength);
            return new OptionTensors(this, new("heads", Heads), queries, new("key tokens", KeyLength)).For(Result.Contexts).Where(tensor => tensor.Axes.Count == 1 && tensor.Axes[0] == queries);
        }
    }

    /// <summary>A call brings tensors with an axis of queries, of which a block of rows takes a part.</summary>
    public bool TakesRowsOfTensors => HasPairs || QueryTensors.Any();

    /// <summary>A tile of pairs says what is added to scores, and what is masked.</summary>
    public bool HasPairs => Has<Mask>() || Has<Bias>();

    /// <summary>Some option is stated in units of scores after the scale. Otherwise the scale is part of the exponent's factor.</summary>
    public bool HasNaturalUnits => Options.Any(static option => option.HasNaturalUnits);

    /// <summary>Scores are more than sums that an edge hides.</summary>
    public bool Adjusts => Options.Any(static option => option.Adjusts);

    /// <summary>Some weight may count for nothing, so that its value must not be felt, were it NaN or ∞.</summary>
    public bool LeavesKeysOut => HasEdge || Options.Any(static option => option.LeavesKeysOut);

    /// <summary>Weights of keys that are left out are −0, in any tile, so that values can be passed over by the sign.</summary>
    public bool MarksKeys => Adjusts && LeavesKeysOut;

    /// <summary>All keys are one tile: nothing is ever rescaled.</summary>
    public bool IsSingleTile => KeyLength is > 0 and <= KeyTile && !Has<Sinks>();

    /// <summary>A score tile keeps sums as they are: they are weights already, or become scores in a step of their own.</summary>
    public bool StoresSums => SumNormalization || Adjusts;

    /// <summary>The number as which keys and values are stored.</summary>
    public StoredNumber Stored => StoredNumber.Of(Layer?.Element);

    /// <summary>Floats of all query heads of one token.</summary>
    public int QueryWidth => Heads * HeadDim;

    /// <summary>Floats of all key heads of one token.</summary>
    public int KeyWidth => KeyValueHeads * HeadDim;

    /// <summary>Floats of all value heads of one token.</summary>
    public int ValueWidth => KeyValueHeads * ValueDim;

    /// <summary>Floats of all heads' contexts of one token.</summary>
    public int ContextWidth => Heads * ValueDim;

    /// <summary>The most outputs of a layer's projections.</summary>
    public int WidestProjection => new[] { QueryWidth, KeyWidth, ValueWidth, Layer!.OutputDim }.Max();

    /// <summary>The option, where it is asked for; null where it is not.</summary>
    public T? Find<T>()
        where T : Option => Options.OfType<T>().FirstOrDefault();

    /// <summary>Tells whether the option is asked for.</summary>
    public bool Has<T>()
        where T : Option => Find<T>() is not null;

    /// <summary>Axes of masks; none without one.</summary>
    public PairAxes MaskAxes => Find<Mask>()?.Axes ?? PairAxes.None;

    /// <summary>Axes of biases; none without one.</summary>
    public PairAxes BiasAxes => Find<Bias>()?.Axes ?? PairAxes.None;

    private static long WholeTiles(int tokens) => ((long)tokens + KeyTile - 1) / KeyTile * KeyTile;
}
