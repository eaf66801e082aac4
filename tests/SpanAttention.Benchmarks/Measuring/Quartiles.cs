namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Three numbers that part sorted samples into quarters, such as 0.94, 0.95 and 0.97.</summary>
internal sealed record Quartiles(double Lower, double Median, double Upper)
{
    public static Quartiles Of(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return new Quartiles(At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75));
    }

    private static double At(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
