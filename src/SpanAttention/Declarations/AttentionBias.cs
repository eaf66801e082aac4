namespace SpanAttention;

/// <summary>The shape of a bias that is added to scores after scale and soft cap. Exactly −∞ hides a key.</summary>
public enum AttentionBias
{
    /// <summary>No bias.</summary>
    None,

    /// <summary><c>[query tokens, key tokens]</c>: the same for all heads.</summary>
    QueryKeys,

    /// <summary><c>[heads, query tokens, key tokens]</c>.</summary>
    HeadQueryKeys,
}
