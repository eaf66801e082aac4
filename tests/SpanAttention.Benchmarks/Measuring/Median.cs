namespace SpanAttention.Benchmarks.Measuring;

/// <summary>The middle of some samples.</summary>
internal static class Median
{
    public static double Of(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
