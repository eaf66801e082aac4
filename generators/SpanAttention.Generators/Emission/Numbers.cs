using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission;

/// <summary>The constants of the canonical order that depend on the declared scale, rounded once, from double.</summary>
internal static class Numbers
{
    private const double Log2E = 1.4426950408889634;

    public static float Scale(AttentionSpec spec) => (float)spec.Scale;

    /// <summary>c = scale · log2 e: exponentials are taken to base 2.</summary>
    public static float ScaleLog2E(AttentionSpec spec) => (float)(spec.Scale * Log2E);

    /// <summary>The largest score whose product with c is finite.</summary>
    public static float ScoreLimit(AttentionSpec spec)
    {
        float c = ScaleLog2E(spec);
        if (c <= 1)
        {
            return float.MaxValue;
        }

        float limit = (float)(float.MaxValue / (double)c);
        return (double)limit * c > float.MaxValue ? Below(limit) : limit;
    }

    private static float Below(float positive) =>
        BitConverter.ToSingle(BitConverter.GetBytes(BitConverter.ToInt32(BitConverter.GetBytes(positive), 0) - 1), 0);
}
