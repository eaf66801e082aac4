using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>The edge of the first row, row i's lies i keys later: the row's position, or some keys beyond it.</summary>
/// <param name="Name">What emitted code calls it.</param>
/// <param name="Words">The same in words, of any row i.</param>
internal sealed record RowEdge(string Name, string Words)
{
    private static readonly RowEdge AtPosition = new("position", "which stands at position + i");
    private static readonly RowEdge BeyondPosition = new("edge", "which sees keys up to edge + i");

    /// <summary>The edge of the declared attention; null where rows see keys wherever these stand.</summary>
    public static RowEdge? Of(AttentionSpec spec) => spec.RightBound switch
    {
        null => null,
        0 => AtPosition,
        _ => BeyondPosition,
    };

    /// <summary>The edge at which each row's loop over keys ends; null where there is none, and where options leave keys out on either side of it.</summary>
    public static RowEdge? OfLoops(AttentionSpec spec) => spec.Adjusts ? null : Of(spec);

    /// <summary>The keys that some row of the group that starts at <c>row</c> sees.</summary>
    public void WriteSeen(CodeWriter code, int groupRows) => code.Line($"int seen = Math.Clamp({Name} + row + {groupRows}, 0, keys);");

    /// <summary>The same for the group that one vector of rows belongs to: as many keys as were scored for it.</summary>
    public void WriteGroupSeen(CodeWriter code, TilePlan tile)
    {
        int groupRows = tile.Rows(tile.Group);
        if (groupRows == tile.Width.Lanes)
        {
            WriteSeen(code, groupRows);
            return;
        }

        code.Line($"int seen = Math.Clamp({Name} + (row & -{groupRows}) + {groupRows}, 0, keys);");
    }
}
