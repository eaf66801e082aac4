using System.Globalization;
using System.Text;

/// <summary>A heatmap for a terminal: each weight with a shade before it, and a dot where nothing is seen.</summary>
internal static class TextHeatmap
{
    private const string Shades = " ░▒▓█";
    private const int CellWidth = 9;

    public static string Of(AttentionMap map)
    {
        int labelWidth = map.Tokens.Max(token => token.Length);
        StringBuilder text = new();
        text.AppendLine(map.Title);
        text.Append(' ', labelWidth);
        foreach (string token in map.Tokens)
        {
            text.Append(token.PadLeft(CellWidth));
        }

        text.AppendLine();
        for (int row = 0; row < map.Tokens.Length; row++)
        {
            text.Append(map.Tokens[row].PadRight(labelWidth));
            for (int column = 0; column < map.Tokens.Length; column++)
            {
                text.Append(Cell(map[row, column], map.Largest));
            }

            text.AppendLine();
        }

        return text.ToString();
    }

    private static string Cell(float weight, float largest)
    {
        if (weight == 0)
        {
            return "·".PadLeft(CellWidth);
        }

        char shade = Shades[(int)MathF.Ceiling(weight / largest * (Shades.Length - 1))];
        return $"  {shade}{shade} {weight.ToString("F2", CultureInfo.InvariantCulture)}";
    }
}
