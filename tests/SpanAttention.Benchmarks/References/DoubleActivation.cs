namespace SpanAttention.Benchmarks.References;

/// <summary>Activations of hidden units in double.</summary>
internal static class DoubleActivation
{
    private const double SmallestTerm = 1e-18;

    /// <summary>By erf, or by tanh as in GPT-2.</summary>
    public static double Apply(Activation activation, double x) => activation == Activation.GeluTanh
        ? x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))
        : x / 2 * (1 + ErrorFunction(x / Math.Sqrt(2)));

    /// <summary>2 / √π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1)): no term takes from another.</summary>
    private static double ErrorFunction(double x)
    {
        double sum = 0;
        double term = x;
        for (int n = 0; Math.Abs(term) > SmallestTerm; n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 3);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
