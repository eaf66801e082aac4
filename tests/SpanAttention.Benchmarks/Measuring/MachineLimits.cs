namespace SpanAttention.Benchmarks.Measuring;

/// <summary>What the machine can do, sampled all through the run so that limits and contenders see the same moods.</summary>
internal sealed class MachineLimits
{
    private const long Level3Footprint = 6L << 20; // keys and values of W7
    private const long Level3SampleBytes = 96L << 20;
    private const long MemorySampleBytes = 64L << 20;
    private const long SmallestMemory = 512L << 20;
    private const long LargestMemory = 1L << 30;

    // The rest holds what others need.
    private const double Level3Share = 0.9;

    private readonly List<double> arithmetic = [];
    private readonly List<double> level3 = [];
    private readonly List<double> memory = [];
    private readonly Lazy<ReadBandwidth> level3Reader = new(() => new ReadBandwidth(Level3Footprint, Level3SampleBytes));
    private readonly Lazy<ReadBandwidth> memoryReader = new(() => new ReadBandwidth(MemoryBytes, MemorySampleBytes));

    /// <summary>Operations a second of one core.</summary>
    public double PeakFlops => Median.Of(arithmetic);

    /// <summary>Bytes a second of one core from the third cache level.</summary>
    public double? Level3Bandwidth => level3.Count == 0 ? null : Median.Of(level3);

    /// <summary>Bytes a second of one core from DRAM.</summary>
    public double? MemoryBandwidth => memory.Count == 0 ? null : Median.Of(memory);

    private static long MemoryBytes => Math.Clamp(4 * CacheSizes.Level3, SmallestMemory, LargestMemory);

    /// <summary>Bytes a second that a scene could read: from the level that its data fit in.</summary>
    public double? Bandwidth(Scene scene) =>
        scene.Temperature == Temperature.Cold || scene.Workload.BytesRead > CacheSizes.Level3 * Level3Share ? MemoryBandwidth : Level3Bandwidth;

    public void SampleArithmetic() => arithmetic.Add(Arithmetic.Sample());

    public void SampleReads()
    {
        level3Reader.Value.Sample(); // brings the buffer back
        level3.Add(level3Reader.Value.Sample());
        memory.Add(memoryReader.Value.Sample());
    }
}
