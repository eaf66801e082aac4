namespace SpanAttention;

/// <summary>The shape of a mask that says which keys take part: true participates.</summary>
public enum AttentionMask
{
    /// <summary>No mask.</summary>
    None,

    /// <summary><c>[key tokens]</c>: the same for all queries and heads.</summary>
    Keys,

    /// <summary><c>[query tokens, key tokens]</c>: the same for all heads.</summary>
    QueryKeys,

    /// <summary><c>[heads, query tokens, key tokens]</c>.</summary>
    HeadQueryKeys,
}
