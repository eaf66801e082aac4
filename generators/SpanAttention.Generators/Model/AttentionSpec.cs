namespace SpanAttention.Generators.Model;

/// <summary>The declared attention with all defaults applied. A length of 0 is undeclared: it comes from the spans.</summary>
/// <param name="Layer">The projections, for a layer; null otherwise.</param>
internal sealed record AttentionSpec(
    AttentionKind Kind,
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
    LayerSpec? Layer)
{
    /// <summary>What base classes declare, whose emitted members this one inherits.</summary>
    public EquatableArray<AttentionSpec> Bases { get; init; }

    /// <summary>The additive score, where attention is additive; null otherwise.</summary>
    public AdditiveSpec? Additive { get; init; }

    /// <summary>Keys before its position that a query sees; null without bound.</summary>
    public int? LeftWindow { get; init; }

    /// <summary>Keys after its position that a query sees, as declared; null without bound.</summary>
    public int? RightWindow { get; init; }

    /// <summary>Scores become cap · tanh(score / cap); null without cap.</summary>
    public double? SoftCap { get; init; }

    public PairAxes Mask { get; init; }

    public PairAxes Bias { get; init; }

    public bool Alibi { get; init; }

    public bool Sinks { get; init; }

    public bool Dropout { get; init; }

    public double DropoutRate { get; init; }

    /// <summary>Floats from one query token to the next; 0 where tokens are dense.</summary>
    public int QueryStride { get; init; }

    /// <summary>Floats from one key token to the next; 0 where tokens are dense.</summary>
    public int KeyStride { get; init; }

    /// <summary>Floats from one value token to the next; 0 where tokens are dense.</summary>
    public int ValueStride { get; init; }

    /// <summary>Keys after its position that a query sees: none where attention is causal; null without bound.</summary>
    public int? RightBound => Causal ? 0 : RightWindow;

    /// <summary>Queries see no keys beyond some edge.</summary>
    public bool HasEdge => RightBound is not null;

    /// <summary>What a query sees, or how much of it, depends on its position among the keys.</summary>
    public bool HasPositions => HasEdge || LeftWindow is not null || Alibi;

    /// <summary>A layer's tokens have positions, to see by or to be turned by.</summary>
    public bool CountsPositions => HasPositions || Layer?.Rotary is not null;

    /// <summary>The layer's cache gives up what no later token sees.</summary>
    public bool HasRing => Layer is { HasCache: true } && LeftWindow is not null;

    /// <summary>Tokens that there is room for in a cache, whole key tiles: all of them, or the window of a tile's first token and that tile.</summary>
    public long CacheTokens => HasRing ? WholeTiles(LeftWindow!.Value) + KeyTile : WholeTiles(Layer!.ContextLength);

    private const int KeyTile = 64;

    private static long WholeTiles(int tokens) => ((long)tokens + KeyTile - 1) / KeyTile * KeyTile;

    /// <summary>A tile of pairs says what is added to scores, and what is masked.</summary>
    public bool HasPairs => Mask != PairAxes.None || Bias != PairAxes.None;

    /// <summary>Options that are stated in units of scores after the scale. Otherwise the scale is part of the exponent's factor.</summary>
    public bool HasNaturalUnits => SoftCap is not null || Bias != PairAxes.None || Alibi || Sinks;

    /// <summary>Scores are more than sums that an edge hides.</summary>
    public bool Adjusts => HasNaturalUnits || LeftWindow is not null || Mask != PairAxes.None || Dropout;

    /// <summary>Some weight may count for nothing, so that its value must not be felt, were it NaN or ∞.</summary>
    public bool LeavesKeysOut => HasEdge || LeftWindow is not null || HasPairs || Dropout;

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
}
