using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Steps that treat every row alone, one vector of rows at a time. Bodies are written for <c>VectorN</c> and printed for each width.</summary>
internal static class RowLoop
{
    public static void Write(CodeWriter code, TilePlan tile, string body) => Write(code, tile, row => row.Line(ForWidth(tile.Width, body)));

    /// <summary>The same over a tile of scores; <c>rowScores</c> is the first key's.</summary>
    public static void WriteScores(CodeWriter code, TilePlan tile, string body) => WriteScores(code, tile, row => row.Line(ForWidth(tile.Width, body)));

    public static void WriteScores(CodeWriter code, TilePlan tile, Action<CodeWriter> writeBody) => Write(code, tile, row =>
    {
        row.Line($"ref float rowScores = ref Floats.At(ref scores, {Groups.Vector(tile.Width, "row", "KeyTile")});");
        writeBody(row);
    });

    public static void Write(CodeWriter code, TilePlan tile, Action<CodeWriter> writeBody)
    {
        using (code.Block($"for (int row = 0; row < rows; row += {tile.Width.Lanes})"))
        {
            writeBody(code);
        }
    }

    /// <summary>Replaces <c>VectorN</c> by the width's class, and what else differs between widths: the numbers of lanes, and where a vector of rows starts in a tile.</summary>
    public static string ForWidth(VectorWidth width, string body) => body
        .Replace("VectorN", width.Class)
        .Replace("LanesN", width.Operations)
        .Replace("LaneNumbers", string.Join(", ", Enumerable.Range(0, width.Lanes)))
        .Replace("LaneCount", $"{width.Lanes}")
        .Replace("LanesOfRow", Groups.Vector(width, "row", "KeyTile"));
}
