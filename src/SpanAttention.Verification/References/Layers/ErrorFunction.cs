namespace SpanAttention.Verification;

/// <summary>erf in double: 2/√π · e^(−x²) · Σ 2^n x^(2n+1) / (2n + 1)!!, where no term is negative, so that nothing cancels (Abramowitz and Stegun, 7.1.6).</summary>
internal static class ErrorFunction
{
    // 1 − erf(6) is 2e-17.
    private const double Farthest = 6;

    /// <summary>erf(x), within 1e-15.</summary>
    public static double Of(double x)
    {
        if (Math.Abs(x) > Farthest)
        {
            return Math.Sign(x);
        }

        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > Precision.Double * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
