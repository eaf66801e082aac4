using SpanAttention.Benchmarks.Comparing;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>Two builds beside each other, a line a declaration.</summary>
internal static class PairTable
{
    private static readonly string[] Headings = ["workload", "declaration", "this", "other", "this / other", "±", "quartiles", "pairs", "output bits"];

    public static void Write(IReadOnlyList<PairOutcome> outcomes, TextWriter writer)
    {
        writer.WriteLine($"Times are medians of {Clock.Thread.Name}; this / other is the median of paired batches, below 1 where this build is faster.");
        writer.WriteLine();
        Cells.Write([Headings, .. outcomes.Select(Row)], writer);
    }

    private static string[] Row(PairOutcome outcome) =>
    [
        outcome.Workload,
        outcome.Declaration,
        Cells.Time(outcome.ThisSeconds),
        Cells.Time(outcome.OtherSeconds),
        Cells.Number(outcome.Ratio.Median, "F3"),
        Cells.Number(outcome.RatioError, "F3"),
        Cells.Range(outcome.Ratio),
        Cells.Number(outcome.Pairs, "F0"),
        outcome.HasEqualBits ? $"equal, {outcome.ThisHash}" : $"DIFFERENT, {outcome.ThisHash} and {outcome.OtherHash}",
    ];
}
