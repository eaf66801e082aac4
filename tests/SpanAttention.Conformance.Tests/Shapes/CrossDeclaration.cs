namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A [CrossAttention] declaration.</summary>
public sealed record CrossDeclaration
{
    public required int InputDim { get; init; }

    public required int ContextDim { get; init; }

    public required int HeadDim { get; init; }

    public int Heads { get; init; } = 1;

    public int KeyValueHeads { get; init; } = 1;

    /// <summary>How keys and values are stored.</summary>
    public CacheElement CacheElement { get; init; }

    public double? DeclaredScale { get; init; }

    public double? SoftCap { get; init; }

    public AttentionMask Mask { get; init; }

    public AttentionBias Bias { get; init; }

    public bool Sinks { get; init; }

    public QkNorm QkNorm { get; init; }

    public double? QkNormEpsilon { get; init; }

    public bool OutputGate { get; init; }

    public bool QueryKeyValueBias { get; init; }

    public bool OutputProjection { get; init; } = true;

    public bool OutputBias { get; init; } = true;

    public WeightLayout WeightLayout { get; init; }

    public WeightElement WeightElement { get; init; }

    /// <summary>The layer that it is.</summary>
    public LayerDeclaration Layer => new()
    {
        InputDim = InputDim,
        OutputDim = InputDim,
        ContextDim = ContextDim,
        HeadDim = HeadDim,
        Heads = Heads,
        KeyValueHeads = KeyValueHeads,
        CacheElement = CacheElement,
        DeclaredScale = DeclaredScale,
        SoftCap = SoftCap,
        Mask = Mask,
        Bias = Bias,
        Sinks = Sinks,
        QkNorm = QkNorm,
        QkNormEpsilon = QkNormEpsilon,
        OutputGate = OutputGate,
        QueryKeyValueBias = QueryKeyValueBias,
        OutputProjection = OutputProjection,
        OutputBias = OutputBias,
        WeightLayout = WeightLayout,
        WeightElement = WeightElement,
    };

    /// <summary>A layer with all that cross-attention can have of it, on a stream.</summary>
    public static CrossDeclaration Of(LayerDeclaration layer, int inputDim, int contextDim) => new()
    {
        InputDim = inputDim,
        ContextDim = contextDim,
        HeadDim = layer.HeadDim,
        Heads = layer.Heads,
        KeyValueHeads = layer.KeyValueHeads,
        CacheElement = layer.CacheElement,
        DeclaredScale = layer.DeclaredScale,
        SoftCap = layer.SoftCap,
        Mask = layer.Mask,
        Bias = layer.Bias,
        Sinks = layer.Sinks,
        QkNorm = layer.QkNorm,
        QkNormEpsilon = layer.QkNormEpsilon,
        OutputGate = layer.OutputGate,
        QueryKeyValueBias = layer.QueryKeyValueBias,
        OutputProjection = layer.QueryDim != inputDim,
        OutputBias = layer.OutputBias,
        WeightLayout = layer.WeightLayout,
        WeightElement = layer.WeightElement,
    };
}
