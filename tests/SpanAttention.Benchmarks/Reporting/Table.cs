using System.Globalization;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>The report for people.</summary>
internal static class Table
{
    // Threads with a core each do nearly as much as so many; two of one core do as much as one.
    private const double SharedCore = 0.75;

    private static readonly string[] Headings = ["contender", "time", "GFLOP/s", "% of peak", "GB/s", "% of read", "ratio to ONNX", "allocated", "max error"];

    public static void Write(IReadOnlyList<Result> results, LimitSamples limits, int threads, TextWriter writer)
    {
        writer.WriteLine(Limits(limits));
        if (threads > 1)
        {
            writer.WriteLine(Together(limits, threads));
        }

        writer.WriteLine($"Caches: {CacheSizes.Description}. Times are medians of {Clock.Of(threads).Name}.");
        foreach (IGrouping<string, Result> workload in results.GroupBy(result => result.Workload))
        {
            writer.WriteLine();
            writer.WriteLine(workload.Key);
            Cells.Write([Headings, .. workload.Where(result => result.Skipped is null).Select(Row)], writer);
            foreach (Result result in workload.Where(result => result.AboveLimit is not null))
            {
                writer.WriteLine($"  {result.Contender}: above 110 % of the limit: {result.AboveLimit}");
            }

            foreach (Result result in workload.Where(result => result.Gain is not null))
            {
                writer.WriteLine($"  {result.Contender}: {result.Gain}");
            }

            foreach (Result result in workload.Where(result => result.Skipped is not null))
            {
                writer.WriteLine($"  {result.Contender}: skipped: {result.Skipped}");
            }
        }
    }

    private static string Limits(LimitSamples limits)
    {
        string arithmetic = string.Create(CultureInfo.InvariantCulture, $"One core: multiply-add, {Arithmetic.Width} bits, {limits.PeakFlops / 1e9:F1} GFLOP/s");
        return limits.Level3Bandwidth is null
            ? arithmetic
            : string.Create(CultureInfo.InvariantCulture, $"{arithmetic}; reads from L3 {limits.Level3Bandwidth / 1e9:F1} GB/s, from DRAM {limits.MemoryBandwidth / 1e9:F1} GB/s");
    }

    private static string Together(LimitSamples limits, int threads)
    {
        double share = limits.CommonPeakFlops / limits.PeakFlops;
        string cores = share < SharedCore * threads ? ": they share cores" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{threads} threads together: {limits.CommonPeakFlops / 1e9:F1} GFLOP/s, {share:F2} × one{cores}.");
    }

    private static string Percent(double? percent, bool isAbove) => isAbove ? "above" : Cells.Number(percent, "F1");

    private static string[] Row(Result result) =>
    [
        result.Contender,
        Cells.Time(result.Seconds.GetValueOrDefault()),
        Cells.Number(result.Gflops, "F1"),
        Percent(result.PercentOfPeak, result is { AboveLimit: not null, GigabytesPerSecond: null }),
        Cells.Number(result.GigabytesPerSecond, "F1"),
        Percent(result.PercentOfBandwidth, result is { AboveLimit: not null, GigabytesPerSecond: not null }),
        Cells.Number(result.RatioToOnnxRuntime, "F3"),
        Cells.Number(result.BytesAllocated, "0.##"),
        Cells.Number(result.MaxError, "0.0E-0"),
    ];
}
