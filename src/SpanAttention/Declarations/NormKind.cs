namespace SpanAttention;

/// <summary>Normalization of a block's tokens.</summary>
public enum NormKind
{
    /// <summary>(x − mean) / √(variance + ε) · weight + bias.</summary>
    LayerNorm,

    /// <summary>x / √(mean of x² + ε) · weight.</summary>
    RootMeanSquare,
}
