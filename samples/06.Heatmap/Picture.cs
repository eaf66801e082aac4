using System.Globalization;
using ScottPlot;

/// <summary>A heatmap as PNG and SVG: queries down, keys across, every cell with its weight, as long as there is room for it.</summary>
internal static class Picture
{
    private const int Width = 640;
    private const int Height = 560;

    // A number of two decimals takes 30 pixels, of the 480 that cells have together.
    private const int NumberedTokens = 16;
    private const int PixelsToken = 18;

    public static void Save(AttentionMap map, string folder)
    {
        using Plot plot = Draw(map);
        string path = Path.Combine(folder, map.Title.Replace(' ', '-'));
        int more = Math.Max(0, map.Tokens.Length - NumberedTokens) * PixelsToken;
        plot.SavePng($"{path}.png", Width + more, Height + more);
        plot.SaveSvg($"{path}.svg", Width + more, Height + more);
    }

    private static Plot Draw(AttentionMap map)
    {
        int tokens = map.Tokens.Length;
        Plot plot = new();
        ScottPlot.Plottables.Heatmap heatmap = plot.Add.Heatmap(Intensities(map));
        heatmap.Colormap = new ScottPlot.Colormaps.Viridis();
        heatmap.ManualRange = new(0, map.Largest);
        if (tokens <= NumberedTokens)
        {
            AddWeights(plot, map);
        }

        // Cells are centered on whole numbers. The first row is on top, where y is largest.
        double[] positions = [.. Enumerable.Range(0, tokens).Select(index => (double)index)];
        plot.Axes.Bottom.SetTicks(positions, map.Tokens);
        plot.Axes.Left.SetTicks(positions, [.. map.Tokens.Reverse()]);
        plot.Axes.SetLimits(-0.5, tokens - 0.5, -0.5, tokens - 0.5);
        plot.HideGrid();
        plot.Title(map.Title);
        plot.XLabel("looked at");
        plot.YLabel("looks");
        plot.Add.ColorBar(heatmap);
        return plot;
    }

    private static double[,] Intensities(AttentionMap map)
    {
        double[,] intensities = new double[map.Tokens.Length, map.Tokens.Length];
        for (int row = 0; row < map.Tokens.Length; row++)
        {
            for (int column = 0; column < map.Tokens.Length; column++)
            {
                intensities[row, column] = map[row, column];
            }
        }

        return intensities;
    }

    private static void AddWeights(Plot plot, AttentionMap map)
    {
        int last = map.Tokens.Length - 1;
        for (int row = 0; row <= last; row++)
        {
            for (int column = 0; column <= last; column++)
            {
                ScottPlot.Plottables.Text text = plot.Add.Text(map[row, column].ToString("F2", CultureInfo.InvariantCulture), column, last - row);
                text.LabelAlignment = Alignment.MiddleCenter;
                text.LabelFontColor = map[row, column] > map.Largest / 2 ? Colors.Black : Colors.White;
            }
        }
    }
}
