using System.Globalization;
using SpanAttention.Benchmarks.Gradients;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>Times of declarations that learn.</summary>
internal static class GradientTable
{
    private static readonly string[] Headings = ["workload", "forward", "% of peak", "backward", "% of peak", "backward / forward", "allocated"];

    public static void Write(IReadOnlyList<GradientResult> results, double peakFlops, TextWriter writer)
    {
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{peakFlops / 1e9:F1} billion operations a second by multiply-adds of {Arithmetic.Width} bits; times are medians of {Clock.Thread.Name}; operations are the least that the products take"));
        writer.WriteLine();
        Cells.Write([Headings, .. results.Select(result => Row(result, peakFlops))], writer);
    }

    private static string[] Row(GradientResult result, double peakFlops) =>
    [
        result.Name,
        Cells.Time(result.ForwardSeconds),
        Cells.Number(100 * result.ForwardFlops / peakFlops, "F0"),
        Cells.Time(result.BackwardSeconds),
        Cells.Number(100 * result.BackwardFlops / peakFlops, "F0"),
        Cells.Number(result.BackwardSeconds / result.ForwardSeconds, "F2"),
        Cells.Number(result.BytesAllocated, "F0"),
    ];
}
