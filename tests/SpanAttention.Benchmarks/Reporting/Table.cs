using System.Globalization;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>The report for people.</summary>
internal static class Table
{
    private static readonly string[] Headings = ["contender", "time", "GFLOP/s", "% of peak", "GB/s", "% of read", "ratio to ONNX", "allocated", "max error"];

    public static void Write(IReadOnlyList<Result> results, LimitSamples limits, TextWriter writer)
    {
        writer.WriteLine(Limits(limits));
        foreach (IGrouping<string, Result> workload in results.GroupBy(result => result.Workload))
        {
            writer.WriteLine();
            writer.WriteLine(workload.Key);
            WriteRows([Headings, .. workload.Where(result => result.Skipped is null).Select(Cells)], writer);
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

    private static string[] Cells(Result result) =>
    [
        result.Contender,
        Time(result.Seconds.GetValueOrDefault()),
        Number(result.Gflops, "F1"),
        Number(result.PercentOfPeak, "F1"),
        Number(result.GigabytesPerSecond, "F1"),
        Number(result.PercentOfBandwidth, "F1"),
        Number(result.RatioToOnnxRuntime, "F3"),
        Number(result.BytesAllocated, "0.##"),
        Number(result.MaxError, "0.0E-0"),
    ];

    private static void WriteRows(string[][] rows, TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, Headings.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            string name = row[0].PadRight(widths[0]);
            IEnumerable<string> numbers = row.Skip(1).Select((cell, column) => cell.PadLeft(widths[column + 1]));
            writer.WriteLine($"  {name}  {string.Join("  ", numbers)}");
        }
    }

    private static string Time(double seconds) => seconds switch
    {
        < 1e-6 => Number(seconds * 1e9, "F1") + " ns",
        < 1e-3 => Number(seconds * 1e6, "F2") + " µs",
        < 1 => Number(seconds * 1e3, "F2") + " ms",
        _ => Number(seconds, "F2") + " s ",
    };

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
