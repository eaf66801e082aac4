namespace SpanAttention.Benchmarks.Data;

/// <summary>Where a token's head starts.</summary>
internal static class HeadOffset
{
    public static int Of(AttentionLayout layout, int token, int head, int tokens, int heads, int dim) =>
        (layout == AttentionLayout.HeadsFirst ? (head * tokens) + token : (token * heads) + head) * dim;

    /// <summary>A tensor of the other layout in this one.</summary>
    public static float[] Reorder(float[] values, AttentionLayout layout, int tokens, int heads, int dim)
    {
        AttentionLayout other = layout == AttentionLayout.HeadsFirst ? AttentionLayout.TokensFirst : AttentionLayout.HeadsFirst;
        float[] reordered = new float[values.Length];
        for (int token = 0; token < tokens; token++)
        {
            for (int head = 0; head < heads; head++)
            {
                values.AsSpan(Of(other, token, head, tokens, heads, dim), dim).CopyTo(reordered.AsSpan(Of(layout, token, head, tokens, heads, dim)));
            }
        }

        return reordered;
    }
}
