using System.Globalization;
using System.Text;

/// <summary>Which token looked at whom: the largest weights of every row, in words.</summary>
internal static class Explanation
{
    /// <param name="map">The weights.</param>
    /// <param name="top">Tokens named a row, most looked at first; those of weight zero are hidden and never named.</param>
    public static string Of(AttentionMap map, int top)
    {
        StringBuilder text = new();
        for (int row = 0; row < map.Tokens.Length; row++)
        {
            text.AppendLine($"{map.Tokens[row]} looked at {string.Join(", ", Looks(map, row, top))}");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Looks(AttentionMap map, int row, int top) =>
        Enumerable.Range(0, map.Tokens.Length)
            .Where(column => map[row, column] > 0)
            .OrderByDescending(column => map[row, column])
            .Take(top)
            .Select(column => $"{(column == row ? "itself" : map.Tokens[column])} ({map[row, column].ToString("P0", CultureInfo.InvariantCulture)})");
}
