using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Covers few rows, such as those that share a key/value head: several at a time, then one at a time.</summary>
internal static class RowColumns
{
    public static void Write(CodeWriter code, VectorWidth width, Action<int> writeColumns, string condition = "")
    {
        int columns = DecodePlan.Columns(width);
        code.Line("int row = 0;");
        using (code.Block($"for (; {condition}row <= rows - {columns}; row += {columns})"))
        {
            writeColumns(columns);
        }

        code.Line();
        using (code.Block("for (; row < rows; row++)"))
        {
            writeColumns(1);
        }
    }
}
