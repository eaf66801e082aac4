namespace SpanAttention;

/// <summary>The axes of a bias: a span of <c>float</c> that is added to scores after scale and soft cap; exactly −∞ masks.</summary>
public enum AttentionBias
{
    /// <summary>No bias.</summary>
    None,

    /// <summary><c>[query tokens, key tokens]</c>: the same for all heads.</summary>
    QueryKeys,

    /// <summary><c>[heads, query tokens, key tokens]</c>.</summary>
    HeadQueryKeys,
}
