namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Where the heads of tokens lie in a tensor: [tokens, heads, dim] with so many floats from token to token, or [heads, tokens, dim].</summary>
public readonly record struct TokenTensor(int Tokens, int Heads, int Dim, AttentionLayout Layout, int Stride)
{
    /// <summary>The shortest span that holds every head.</summary>
    public int Length => Layout == AttentionLayout.HeadsFirst || Tokens == 0 ? Tokens * Heads * Dim : ((Tokens - 1) * Stride) + (Heads * Dim);

    /// <summary>The longest span that holds no further token.</summary>
    public int LongestLength => Layout == AttentionLayout.HeadsFirst ? Length : Tokens * Stride;

    public int Offset(int token, int head) =>
        Layout == AttentionLayout.HeadsFirst ? ((head * Tokens) + token) * Dim : (token * Stride) + (head * Dim);

    public Span<float> Head(float[] data, int token, int head) => data.AsSpan(Offset(token, head), Dim);
}
