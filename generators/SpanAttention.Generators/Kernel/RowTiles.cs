using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Covers a block's rows by register tiles: full ones, then what they leave of a group of 16 by tiles of four, whose last rows may be idle.</summary>
/// <param name="plan">The plan, whose declared queries may leave nothing.</param>
/// <param name="columns">Rows of a full tile.</param>
internal sealed class RowTiles(AttentionPlan plan, int columns)
{
    private const int Rest = 4;

    /// <summary>Writes what is done to the rows of a tile, the first of which is <c>row</c>.</summary>
    /// <param name="code">What is written to.</param>
    /// <param name="writeTile">Takes the tile's rows, and whether some may be idle.</param>
    public void Write(CodeWriter code, Action<int, bool> writeTile)
    {
        if (AttentionPlan.RowGroup % columns == 0)
        {
            code.Line("int row = 0;");
            WriteTiles(code, "rows", writeTile);
            return;
        }

        using (code.Block("for (int group = 0; group < rows; group += RowGroup)"))
        {
            code.Line("""
                int row = group;
                int end = Math.Min(rows, group + RowGroup);
                """);
            WriteTiles(code, "end", writeTile);
        }
    }

    private void WriteTiles(CodeWriter code, string end, Action<int, bool> writeTile)
    {
        bool hasFull = columns > Rest && RowsOfGroups.Any(rows => rows >= columns);
        if (hasFull)
        {
            using (code.Block($"for (; row <= {end} - {columns}; row += {columns})"))
            {
                writeTile(columns, false);
            }
        }

        if (hasFull && !RowsOfGroups.Any(rows => rows % columns > 0))
        {
            return;
        }

        if (hasFull)
        {
            code.Line();
        }

        using (code.Block($"for (; row < {end}; row += {Rest})"))
        {
            writeTile(Rest, RowsOfGroups.Any(rows => rows % columns % Rest > 0));
        }
    }

    /// <summary>Rows that a group of 16 may have.</summary>
    private IEnumerable<int> RowsOfGroups
    {
        get
        {
            int declared = plan.Spec.QueryLength;
            return declared == 0 ? Enumerable.Range(1, AttentionPlan.RowGroup)
                : Enumerable.Range(1, AttentionPlan.RowGroup).Where(rows => (rows == AttentionPlan.RowGroup && declared > rows) || declared % AttentionPlan.RowGroup == rows % AttentionPlan.RowGroup);
        }
    }
}
