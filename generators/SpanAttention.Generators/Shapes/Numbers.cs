namespace SpanAttention.Generators.Shapes;

/// <summary>The constants of the canonical order that depend on the declared scale, rounded once, from double.</summary>
internal static class Numbers
{
    /// <summary>base^(−2i / dim), each rounded once.</summary>
    public static IEnumerable<float> RotaryFrequencies(RotarySpec rotary) =>
        Enumerable.Range(0, rotary.Pairs).Select(pair => (float)Math.Pow(rotary.Base, -2.0 * pair / rotary.Dim));

    private const double Log2E = 1.4426950408889634;

    public static float Scale(AttentionSpec spec) => (float)spec.Scale;

    /// <summary>c = scale · log2 e, or log2 e where scores are scaled before: exponentials are taken to base 2.</summary>
    public static float ScaleLog2E(AttentionSpec spec) => (float)(spec.HasNaturalUnits ? Log2E : spec.Scale * Log2E);

    /// <summary>The largest score whose product with c is finite.</summary>
    public static float ScoreLimit(AttentionSpec spec)
    {
        float c = ScaleLog2E(spec);
        if (c <= 1)
        {
            return float.MaxValue;
        }

        float limit = Neighbor((float)(float.MaxValue / (double)c), 2);
        while (float.IsInfinity(Product(limit, c)))
        {
            limit = Neighbor(limit, -1);
        }

        return limit;
    }

    // The exact product, then rounded: the same on every runtime a compiler runs on.
    private static float Product(float a, float b) => (float)((double)a * b);

    private static float Neighbor(float positive, int steps) =>
        BitConverter.ToSingle(BitConverter.GetBytes(BitConverter.ToInt32(BitConverter.GetBytes(positive), 0) + steps), 0);
}
