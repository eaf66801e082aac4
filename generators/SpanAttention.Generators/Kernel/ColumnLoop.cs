using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Covers a number of columns by register tiles: full tiles in a loop, then what remains.</summary>
internal static class ColumnLoop
{
    /// <summary>A count known to the planner: the remainder is one smaller tile.</summary>
    public static void WriteConstant(CodeWriter code, string index, int count, TileShape shape, Action<TileShape> writeTile)
    {
        int columns = Math.Min(shape.Columns, count);
        int full = count - (count % columns);
        using (code.Block($"for (int {index} = 0; {index} < {full}; {index} += {columns})"))
        {
            writeTile(shape.AtMost(columns));
        }

        if (full < count)
        {
            code.Line();
            using (code.Block($"for (int {index} = {full}; {index} < {count}; {index} += {count - full})"))
            {
                writeTile(shape.AtMost(count - full));
            }
        }
    }

    /// <summary>Columns that lie in groups of 16, <c>group</c> by <c>group</c>: no tile reaches into the next one.</summary>
    public static void WriteGroups(CodeWriter code, string index, string count, TileShape shape, Action<TileShape> writeTile)
    {
        using (code.Block($"for (int group = 0; group < {count}; group += RowGroup)"))
        {
            code.Line($"int end = Math.Min({count}, group + RowGroup);");
            WriteVariable(code, index, "end", shape, shape.Ladder, writeTile, first: "group");
        }
    }

    /// <summary>A count known at run time: the remainder goes in ever smaller tiles.</summary>
    public static void WriteVariable(CodeWriter code, string index, string count, TileShape shape, Action<TileShape> writeTile) =>
        WriteVariable(code, index, count, shape, shape.Ladder, writeTile);

    /// <summary>The same with a ladder of its own.</summary>
    public static void WriteVariable(CodeWriter code, string index, string count, TileShape shape, IEnumerable<int> ladder, Action<TileShape> writeTile, string first = "0")
    {
        code.Line($"int {index} = {first};");
        foreach (int columns in ladder)
        {
            if (columns < shape.Columns)
            {
                code.Line();
            }

            string loop = columns > 1 ? $"for (; {index} <= {count} - {columns}; {index} += {columns})" : $"for (; {index} < {count}; {index}++)";
            using (code.Block(loop))
            {
                writeTile(shape.AtMost(columns));
            }
        }
    }
}
