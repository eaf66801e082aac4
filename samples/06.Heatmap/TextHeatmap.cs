using System.Globalization;
using System.Text;

/// <summary>A heatmap for a terminal: each weight with a shade before it, and a dot where nothing is seen. Of a longer text only shades are shown.</summary>
internal static class TextHeatmap
{
    private const string Shades = " ░▒▓█";

    // Twelve cells of nine columns are what a terminal of 120 has room for.
    private const int NumberedTokens = 12;
    private const int NumberedWidth = 9;
    private const int ShadedWidth = 2;

    public static string Of(AttentionMap map)
    {
        bool numbered = map.Tokens.Length <= NumberedTokens;
        int labelWidth = map.Tokens.Max(token => token.Length) + (numbered ? 0 : 1);
        StringBuilder text = new();
        text.AppendLine(map.Title);
        text.Append(' ', labelWidth);
        foreach (string token in map.Tokens)
        {
            text.Append(numbered ? token.PadLeft(NumberedWidth) : token.PadRight(ShadedWidth)[..ShadedWidth]);
        }

        text.AppendLine();
        for (int row = 0; row < map.Tokens.Length; row++)
        {
            text.Append(map.Tokens[row].PadRight(labelWidth));
            for (int column = 0; column < map.Tokens.Length; column++)
            {
                text.Append(numbered ? Number(map[row, column], map.Largest) : Shaded(map[row, column], map.Largest));
            }

            text.AppendLine();
        }

        return text.ToString();
    }

    private static string Number(float weight, float largest) => weight == 0
        ? "·".PadLeft(NumberedWidth)
        : $"  {new string(Shade(weight, largest), 2)} {weight.ToString("F2", CultureInfo.InvariantCulture)}";

    private static string Shaded(float weight, float largest) => weight == 0 ? "· " : new string(Shade(weight, largest), ShadedWidth);

    private static char Shade(float weight, float largest) => Shades[(int)MathF.Ceiling(weight / largest * (Shades.Length - 1))];
}
