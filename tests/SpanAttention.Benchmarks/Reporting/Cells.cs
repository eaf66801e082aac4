using System.Globalization;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Reporting;

/// <summary>Numbers as tables show them, and rows whose columns stand below each other.</summary>
internal static class Cells
{
    public static string Time(double seconds) => seconds switch
    {
        < 1e-6 => Number(seconds * 1e9, "F1") + " ns",
        < 1e-3 => Number(seconds * 1e6, "F2") + " µs",
        < 1 => Number(seconds * 1e3, "F2") + " ms",
        _ => Number(seconds, "F2") + " s ",
    };

    public static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    public static string Range(Quartiles ratio) => $"{Number(ratio.Lower, "F3")} – {Number(ratio.Upper, "F3")}";

    /// <summary>The first column to the left, the others to the right.</summary>
    public static void Write(IReadOnlyList<string[]> rows, TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            string name = row[0].PadRight(widths[0]);
            IEnumerable<string> numbers = row.Skip(1).Select((cell, column) => cell.PadLeft(widths[column + 1]));
            writer.WriteLine($"  {name}  {string.Join("  ", numbers)}");
        }
    }
}
