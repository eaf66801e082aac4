using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Comparing;

/// <summary>Seconds of two builds in pairs of batches, by the placement of their data in memory.</summary>
internal sealed class PairSamples
{
    private readonly List<List<(double Own, double Other)>> placements = [];

    public int Count => All.Count();

    public double Own => Quartiles.Of(All.Select(pair => pair.Own)).Median;

    public double Other => Quartiles.Of(All.Select(pair => pair.Other)).Median;

    /// <summary>This build's seconds divided by the other's.</summary>
    public Quartiles Ratio => Ratios(All);

    /// <summary>Standard error of the ratio: how far the medians of single placements scatter, by the root of their number.</summary>
    public double RatioError
    {
        get
        {
            double[] medians = [.. placements.Select(placement => Ratios(placement).Median)];
            double mean = medians.Average();
            double variance = medians.Sum(median => (median - mean) * (median - mean)) / (medians.Length - 1);
            return Math.Sqrt(variance / medians.Length);
        }
    }

    private IEnumerable<(double Own, double Other)> All => placements.SelectMany(pairs => pairs);

    public void BeginPlacement() => placements.Add([]);

    public void Add(double own, double other) => placements[^1].Add((own, other));

    private static Quartiles Ratios(IEnumerable<(double Own, double Other)> pairs) => Quartiles.Of(pairs.Select(pair => pair.Own / pair.Other));
}
