using System.Globalization;
using SpanAttention.Benchmarks.Measuring;
using SpanAttention.Benchmarks.Tokens;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>A layer's times by number of tokens, and where the next token costs most.</summary>
internal static class TokenTable
{
    private static readonly string[] Headings = ["tokens", "layer", "step", "four products", "layer / products"];
    private static readonly string[] OtherHeadings = ["this / other", "quartiles", "output bits"];

    public static void Write(IReadOnlyList<TokenPoint> points, TextWriter writer)
    {
        bool hasOther = points[0].Ratio is not null;
        writer.WriteLine($"Times are medians of {Clock.Thread.Name}; a step is the time divided by that of the count above.");
        writer.WriteLine();
        Cells.Write([[.. Headings, .. hasOther ? OtherHeadings : []], .. points.Select(Row)], writer);
        Neighbours[] neighbours = [.. Neighbours.Of(points)];
        if (neighbours.Length > 0)
        {
            writer.WriteLine();
            writer.WriteLine($"The largest step between neighbours: {neighbours.MaxBy(pair => pair.Point.Step)}.");
            writer.WriteLine($"The smallest: {neighbours.MinBy(pair => pair.Point.Step)}.");
        }
    }

    private static string[] Row(TokenPoint point) =>
    [
        Cells.Number(point.Tokens, "F0"),
        Cells.Time(point.Seconds),
        Cells.Number(point.Step, "F2"),
        Cells.Time(point.ProductSeconds),
        Cells.Number(point.Seconds / point.ProductSeconds, "F2"),
        .. point is { Ratio: Quartiles ratio, HasEqualBits: bool equal } ? OtherCells(ratio, equal) : [],
    ];

    private static string[] OtherCells(Quartiles ratio, bool hasEqualBits) =>
        [Cells.Number(ratio.Median, "F3"), Cells.Range(ratio), hasEqualBits ? "equal" : "DIFFERENT"];

    /// <summary>Counts that differ by one, such as 8 and 9: a step to more tokens than that may well take more time.</summary>
    private sealed record Neighbours(int Before, TokenPoint Point)
    {
        public static IEnumerable<Neighbours> Of(IReadOnlyList<TokenPoint> points) =>
            points.Zip(points.Skip(1), (before, point) => new Neighbours(before.Tokens, point)).Where(pair => pair.Point.Tokens == pair.Before + 1);

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Before} to {Point.Tokens} tokens, {Point.Step:F2} × the time for {(double)Point.Tokens / Before:F2} × the tokens");
    }
}
