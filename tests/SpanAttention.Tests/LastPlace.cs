namespace SpanAttention.Tests;

/// <summary>Errors in units of the last place.</summary>
internal static class LastPlace
{
    private const int MantissaBits = 23;
    private const int SmallestExponent = -126;

    /// <summary>The result's distance from the exact value, in units of the last place of floats of the exact value's size.</summary>
    public static double Distance(float result, double exact)
    {
        double ulps = Math.Abs(result - exact) / Math.ScaleB(1, Math.Max(Math.ILogB(exact), SmallestExponent) - MantissaBits);
        return double.IsNaN(ulps) ? double.PositiveInfinity : ulps;
    }
}
