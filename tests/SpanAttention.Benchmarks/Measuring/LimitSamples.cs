namespace SpanAttention.Benchmarks.Measuring;

/// <summary>What one core could do while the contenders were measured. A limit is a maximum that others only lower, so the upper quartile of a run's samples stands for it.</summary>
internal sealed class LimitSamples
{
    // The rest of the third level holds what others need.
    private const double Level3Share = 0.9;

    private readonly List<double> arithmetic = [];
    private readonly List<double> commonArithmetic = [];
    private readonly List<double> level3 = [];
    private readonly List<double> memory = [];

    /// <summary>Operations a second.</summary>
    public double PeakFlops => Quartiles.Of(arithmetic).Upper;

    /// <summary>Operations a second of all threads together; one core's where there is one.</summary>
    public double CommonPeakFlops => commonArithmetic.Count == 0 ? PeakFlops : Quartiles.Of(commonArithmetic).Upper;

    /// <summary>Bytes a second from the third cache level.</summary>
    public double? Level3Bandwidth => level3.Count == 0 ? null : Quartiles.Of(level3).Upper;

    /// <summary>Bytes a second from DRAM.</summary>
    public double? MemoryBandwidth => memory.Count == 0 ? null : Quartiles.Of(memory).Upper;

    /// <summary>Bytes a second that a scene could read: from the level that its data fit in.</summary>
    public double? Bandwidth(Scene scene) =>
        scene.Temperature == Temperature.Cold || scene.Workload.BytesRead > CacheSizes.Level3 * Level3Share ? MemoryBandwidth : Level3Bandwidth;

    public void AddArithmetic(double flops) => arithmetic.Add(flops);

    public void AddCommonArithmetic(double flops) => commonArithmetic.Add(flops);

    public void AddReads(double fromLevel3, double fromMemory)
    {
        level3.Add(fromLevel3);
        memory.Add(fromMemory);
    }
}
