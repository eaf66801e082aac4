using ScottPlot;

namespace Translation;

/// <summary>Words right by the length of the sentence: a curve a model.</summary>
internal static class AccuracyPicture
{
    private const int Width = 800;
    private const int Height = 480;

    public static void Save(AccuracyTable table, string path)
    {
        using Plot plot = new();
        double[] lengths = [.. TestSentences.Lengths.Select(static length => (double)length)];
        foreach ((string model, double[] shares) in table.Models.Zip(table.Shares))
        {
            ScottPlot.Plottables.Scatter scatter = plot.Add.Scatter(lengths, shares.Select(static share => 100 * share).ToArray());
            scatter.LegendText = model;
            scatter.LineWidth = 2;
        }

        plot.Title("Translated by models of about equal size");
        plot.XLabel("words of the sentence");
        plot.YLabel("words right, %");
        plot.Axes.SetLimitsY(0, 105);
        plot.ShowLegend(ScottPlot.Alignment.LowerLeft);
        plot.SavePng(path, Width, Height);
    }
}
