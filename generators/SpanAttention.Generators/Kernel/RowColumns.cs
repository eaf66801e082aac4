using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Covers few rows, such as those that share a key/value head: several at a time, then one at a time.</summary>
internal static class RowColumns
{
    /// <param name="code">What is written to.</param>
    /// <param name="width">The vector register.</param>
    /// <param name="most">Rows there may be.</param>
    /// <param name="writeColumns">Writes what is done to so many rows, the first of which is <c>row</c>.</param>
    /// <param name="condition">When rows may go together; null for always.</param>
    /// <param name="first">What is done before to the rows that go <c>together</c>.</param>
    public static void Write(CodeWriter code, VectorWidth width, int most, Action<int> writeColumns, string? condition = null, string? first = null)
    {
        int columns = DecodePlan.Columns(width);
        if (most >= columns)
        {
            string together = $"rows - (rows % {columns})";
            code.Line($"int together = {(condition is null ? together : $"{condition} ? {together} : 0")};");
            if (first is not null)
            {
                code.Line(first);
            }

            using (code.Block($"for (int row = 0; row < together; row += {columns})"))
            {
                writeColumns(columns);
            }

            code.Line();
        }

        using (code.Block($"for (int row = {(most >= columns ? "together" : "0")}; row < rows; row++)"))
        {
            writeColumns(1);
        }
    }
}
