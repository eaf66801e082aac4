namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A [MultiHeadAttention] declaration.</summary>
public sealed record LayerDeclaration
{
    public required int InputDim { get; init; }

    public required int OutputDim { get; init; }

    public required int HeadDim { get; init; }

    public int Heads { get; init; } = 1;

    public int KeyValueHeads { get; init; } = 1;

    public int? ContextDim { get; init; }

    public int? KeyInputDim { get; init; }

    public int? ValueInputDim { get; init; }

    public int? SequenceLength { get; init; }

    /// <summary>Tokens that a cache can hold; with a left window any number.</summary>
    public int? ContextLength { get; init; }

    /// <summary>How keys and values are stored.</summary>
    public CacheElement CacheElement { get; init; }

    /// <summary>How weights are stored.</summary>
    public WeightElement WeightElement { get; init; }

    public double? DeclaredScale { get; init; }

    public bool Causal { get; init; }

    public int? LeftWindow { get; init; }

    public int? RightWindow { get; init; }

    public double? SoftCap { get; init; }

    public AttentionMask Mask { get; init; }

    public AttentionBias Bias { get; init; }

    public bool Alibi { get; init; }

    public bool Sinks { get; init; }

    public RotaryLayout Rotary { get; init; }

    public double? RotaryBase { get; init; }

    public int? RotaryDim { get; init; }

    public RotaryPositions RotaryPositions { get; init; }

    public QkNorm QkNorm { get; init; }

    public double? QkNormEpsilon { get; init; }

    public bool OutputGate { get; init; }

    public bool QueryKeyValueBias { get; init; }

    public bool OutputProjection { get; init; } = true;

    public bool OutputBias { get; init; } = true;

    public bool FusedQueryKeyValue { get; init; }

    public WeightLayout WeightLayout { get; init; }

    public bool Gradients { get; init; }

    public bool IsCross => ContextDim is not null || KeyInputDim is not null;

    public int KeyWidth => KeyInputDim ?? ContextDim ?? InputDim;

    public int ValueWidth => ValueInputDim ?? ContextDim ?? InputDim;

    public int QueryDim => Heads * HeadDim;

    public int KeyValueDim => KeyValueHeads * HeadDim;

    /// <summary>Whether the cache gives up tokens that no later one sees.</summary>
    public bool HasRing => ContextLength is not null && Shape.HasLeftBound;

    /// <summary>Pairs of dimensions of a head that are turned by its position.</summary>
    public int RotaryPairs => Rotary == RotaryLayout.None ? 0 : (RotaryDim ?? HeadDim) / 2;

    /// <summary>The attention between the projections. In self-attention a token stands at its own index, padded or not.</summary>
    public AttentionShape Shape => new()
    {
        HeadDim = HeadDim,
        ValueDim = HeadDim,
        Heads = Heads,
        KeyValueHeads = KeyValueHeads,
        DeclaredScale = DeclaredScale,
        Causal = Causal,
        LeftWindow = LeftWindow,
        RightWindow = RightWindow,
        SoftCap = SoftCap,
        Mask = Mask,
        Bias = Bias,
        Alibi = Alibi,
        Sinks = Sinks,
        Alignment = IsCross ? QueryAlignment.BottomRight : QueryAlignment.TopLeft,
    };
}
