namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Covers a number of columns by register tiles: full tiles in a loop, then what remains.</summary>
internal static class ColumnLoop
{
    /// <summary>A count known to the planner: the remainder is one smaller tile.</summary>
    public static void WriteConstant(CodeWriter code, string index, int count, int columns, Action<int> writeTile)
    {
        int full = count - (count % columns);
        if (full > 0)
        {
            using (code.Block($"for (int {index} = 0; {index} < {full}; {index} += {columns})"))
            {
                writeTile(columns);
            }
        }

        if (full < count)
        {
            using (code.Block($"for (int {index} = {full}; {index} < {count}; {index} += {count - full})"))
            {
                writeTile(count - full);
            }
        }
    }

    /// <summary>A count known at run time: the remainder goes one column at a time.</summary>
    public static void WriteVariable(CodeWriter code, string index, string count, int columns, Action<int> writeTile)
    {
        code.Line($"int {index} = 0;");
        if (columns > 1)
        {
            using (code.Block($"for (; {index} <= {count} - {columns}; {index} += {columns})"))
            {
                writeTile(columns);
            }

            code.Line();
        }

        using (code.Block($"for (; {index} < {count}; {index}++)"))
        {
            writeTile(1);
        }
    }
}
