namespace SpanAttention.Benchmarks.Measuring;

/// <summary>How much time a run may take.</summary>
/// <param name="BatchSeconds">A batch is so many calls.</param>
/// <param name="WarmUpSeconds">Before a contender is timed.</param>
/// <param name="FewestRounds">Batches of SpanAttention and ONNX Runtime, however slow they are.</param>
/// <param name="MostRounds">Batches of those that are fast.</param>
/// <param name="SceneSeconds">What the batches of one scene may take together.</param>
/// <param name="CurveSeconds">What the batches of all numbers of tokens may take together.</param>
internal sealed record Pace(double BatchSeconds, double WarmUpSeconds, int FewestRounds, int MostRounds, double SceneSeconds, double CurveSeconds)
{
    /// <summary>A plain loop is skipped when one call takes longer.</summary>
    public const double LongestCall = 1.5;

    /// <summary>The part of a scene's time that baselines may have.</summary>
    public const double BaselineShare = 0.3;

    private const double QuickSeconds = 40;

    public static Pace Thorough { get; } = new(BatchSeconds: 0.03, WarmUpSeconds: 0.4, FewestRounds: 15, MostRounds: 31, SceneSeconds: 15, CurveSeconds: 60);

    /// <summary>Ends within two minutes, compiling included.</summary>
    public static Pace Quick(int scenes) => new(BatchSeconds: 0.01, WarmUpSeconds: 0.12, FewestRounds: 7, MostRounds: 15, QuickSeconds / scenes, CurveSeconds: 15);
}
