using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Positions of rows among the tile's keys, and how many of them they see.</summary>
internal static class RowPositions
{
    /// <summary>Name of the number that says how far the first row sees: its position, or an edge beyond it.</summary>
    public static string Edge(AttentionSpec spec) => spec.RightBound > 0 ? "edge" : "position";

    /// <summary>The same in words, of any row i.</summary>
    public static string EdgeWords(AttentionSpec spec) => spec.RightBound > 0 ? "which sees keys up to edge + i" : "which stands at position + i";

    /// <summary>The keys that some row of the group that starts at <c>row</c> sees.</summary>
    public static void WriteSeen(CodeWriter code, int groupRows, string edge) => code.Line($"int seen = Math.Clamp({edge} + row + {groupRows}, 0, keys);");

    /// <summary>The same for the group that one vector of rows belongs to: as many keys as were scored for it.</summary>
    public static void WriteGroupSeen(CodeWriter code, TilePlan tile, string edge)
    {
        int groupRows = tile.Rows(tile.Group);
        code.Line(groupRows == tile.Width.Lanes
            ? $"int seen = Math.Clamp({edge} + row + {groupRows}, 0, keys);"
            : $"int seen = Math.Clamp({edge} + (row & -{groupRows}) + {groupRows}, 0, keys);");
    }

    /// <summary>The positions of one vector of rows.</summary>
    public static string Of(VectorWidth width, string first) =>
        $"{width.Class}.Create({first}) + {width.Class}.Create({string.Join(", ", Enumerable.Range(0, width.Lanes))})";
}
