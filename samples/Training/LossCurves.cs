using ScottPlot;

namespace Training;

/// <summary>The curves of a training: the loss of what is learned, and of what is held out.</summary>
public sealed class LossCurves
{
    private const int Width = 800;
    private const int Height = 480;

    /// <summary>The mean loss of the steps since the point before.</summary>
    public LossCurve Learned { get; } = new("learned");

    /// <summary>The loss of examples that are never learned from.</summary>
    public LossCurve HeldOut { get; } = new("held-out");

    /// <summary>Both.</summary>
    public IReadOnlyList<LossCurve> All => [Learned, HeldOut];

    /// <summary>Draws the curves that have points, as PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">The picture's title.</param>
    /// <param name="unit">The loss's unit, such as <c>bits a byte</c>.</param>
    /// <param name="perNat">That unit in nats: 1 / ln 2 for bits.</param>
    public void Draw(string path, string title, string unit, double perNat)
    {
        using Plot plot = new();
        foreach (LossCurve curve in All.Where(static curve => curve.Count > 0))
        {
            double[] steps = [.. Enumerable.Range(0, curve.Count).Select(index => (double)curve[index].Steps)];
            double[] losses = [.. Enumerable.Range(0, curve.Count).Select(index => curve[index].Loss * perNat)];
            ScottPlot.Plottables.Scatter scatter = plot.Add.Scatter(steps, losses);
            scatter.LegendText = curve.Name;
            scatter.MarkerSize = 0;
            scatter.LineWidth = 2;
        }

        plot.Title(title);
        plot.XLabel("step");
        plot.YLabel(unit);
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, Width, Height);
    }
}
