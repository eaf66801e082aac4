namespace SpanAttention;

/// <summary>The order of the axes of query, key, value and destination.</summary>
public enum AttentionLayout
{
    /// <summary><c>[tokens, heads, head dim]</c>: what a projection leaves behind.</summary>
    TokensFirst,

    /// <summary><c>[heads, tokens, head dim]</c>: as PyTorch's scaled_dot_product_attention takes it.</summary>
    HeadsFirst,
}
