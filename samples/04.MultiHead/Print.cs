using System.Globalization;

/// <summary>Prints tensors with four decimals, in columns, in the same way on every machine.</summary>
internal static class Print
{
    public static void Row(string title, ReadOnlySpan<float> row) => Rows(title, row, row.Length);

    public static void Rows(string title, ReadOnlySpan<float> rows, int columns)
    {
        Console.WriteLine(title);

        int width = Width(rows);
        for (int start = 0; start < rows.Length; start += columns)
        {
            Console.WriteLine(Line(rows.Slice(start, columns), width));
        }

        Console.WriteLine();
    }

    private static int Width(ReadOnlySpan<float> values)
    {
        int width = 0;
        foreach (float value in values)
        {
            width = Math.Max(width, Text(value).Length);
        }

        return width;
    }

    private static string Line(ReadOnlySpan<float> values, int width)
    {
        string[] texts = new string[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            texts[i] = Text(values[i]).PadLeft(width);
        }

        return string.Join(' ', texts);
    }

    private static string Text(float value) =>
        float.IsNegativeInfinity(value) ? "-inf" : value.ToString("F4", CultureInfo.InvariantCulture);
}
