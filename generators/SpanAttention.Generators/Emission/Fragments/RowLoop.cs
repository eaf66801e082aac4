using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Steps that treat every row alone, one vector of rows at a time. Bodies are written for <c>VectorN</c> and printed for each width.</summary>
internal static class RowLoop
{
    public static void Write(CodeWriter code, TilePlan tile, string body)
    {
        using (code.Block($"for (int row = 0; row < rows; row += {tile.Width.Lanes})"))
        {
            code.Line(ForWidth(tile.Width, body));
        }
    }

    /// <summary>Replaces <c>VectorN</c> by the width's class: the only difference between widths.</summary>
    public static string ForWidth(VectorWidth width, string body) => body.Replace("VectorN", width.Class);
}
