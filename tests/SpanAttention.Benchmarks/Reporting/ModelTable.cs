using System.Globalization;
using SpanAttention.Benchmarks.Measuring;
using SpanAttention.Benchmarks.Models;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>Times of a whole model.</summary>
internal static class ModelTable
{
    private static readonly string[] Headings = ["call and contender", "time", "tokens a second", "% of read", "ratio to ONNX", "allocated", "logits differ"];

    public static void Write(IReadOnlyList<ModelResult> results, int threads, TextWriter writer)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ModelShape.Block.Name}, {threads} thread(s); times are medians of {Clock.Of(threads).Name}"));
        writer.WriteLine();
        Cells.Write([Headings, .. results.Select(Row)], writer);
    }

    private static string[] Row(ModelResult result) =>
    [
        $"{result.Call}: {result.Contender}",
        Cells.Time(result.Seconds),
        Cells.Number(result.TokensPerSecond, "F1"),
        Cells.Number(result.PercentOfBandwidth, "F0"),
        Cells.Number(result.RatioToOnnx, "F2"),
        Cells.Number(result.BytesAllocated, "F0"),
        Cells.Number(result.Difference, "0.0E-0"),
    ];
}
