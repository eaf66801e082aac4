namespace SpanAttention;

/// <summary>Position of the first query among the keys when there are more or fewer keys than queries: of 1 query and 4 keys, 3 or 0.</summary>
public enum QueryAlignment
{
    /// <summary>The last query stands at the last key: p(i) = i + S′ − T, where S′ is keyCount or the key length. What a cache wants.</summary>
    BottomRight,

    /// <summary>The first query stands at the first key: p(i) = i. PyTorch's <c>is_causal</c>.</summary>
    TopLeft,
}
