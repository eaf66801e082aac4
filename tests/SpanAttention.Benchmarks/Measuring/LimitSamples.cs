namespace SpanAttention.Benchmarks.Measuring;

/// <summary>What one core could do while something else was measured.</summary>
internal sealed class LimitSamples
{
    // The rest of the third level holds what others need.
    private const double Level3Share = 0.9;

    private readonly List<double> arithmetic = [];
    private readonly List<double> level3 = [];
    private readonly List<double> memory = [];

    /// <summary>Operations a second.</summary>
    public double PeakFlops => Median.Of(arithmetic);

    /// <summary>Bytes a second from the third cache level.</summary>
    public double? Level3Bandwidth => level3.Count == 0 ? null : Median.Of(level3);

    /// <summary>Bytes a second from DRAM.</summary>
    public double? MemoryBandwidth => memory.Count == 0 ? null : Median.Of(memory);

    /// <summary>Bytes a second that a scene could read: from the level that its data fit in.</summary>
    public double? Bandwidth(Scene scene) =>
        scene.Temperature == Temperature.Cold || scene.Workload.BytesRead > CacheSizes.Level3 * Level3Share ? MemoryBandwidth : Level3Bandwidth;

    public void AddArithmetic(double flops) => arithmetic.Add(flops);

    public void AddReads(double fromLevel3, double fromMemory)
    {
        level3.Add(fromLevel3);
        memory.Add(fromMemory);
    }
}
