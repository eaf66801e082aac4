namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Samples what the machine can do, in turns with the contenders and as long as they, so that all see the same moods of it.</summary>
internal sealed class MachineLimits(double sampleSeconds, int threads)
{
    private const long Level3Footprint = 6L << 20; // keys and values of W7
    private const long MemoryPart = 16L << 20;
    private const long SmallestMemory = 512L << 20;
    private const long LargestMemory = 1L << 30;

    private readonly Lazy<ReadBandwidth> level3Reader = new(() => new ReadBandwidth(Level3Footprint, Level3Footprint));
    private readonly Lazy<ReadBandwidth> memoryReader = new(() => new ReadBandwidth(MemoryBytes, MemoryPart));

    /// <summary>All samples of the run.</summary>
    public LimitSamples Samples { get; } = new();

    private static long MemoryBytes => Math.Clamp(4 * CacheSizes.Level3, SmallestMemory, LargestMemory);

    public void Sample(Scene scene)
    {
        Samples.AddArithmetic(Arithmetic.Sample(sampleSeconds));
        if (threads > 1)
        {
            Samples.AddCommonArithmetic(CommonPeak.Sample(sampleSeconds, threads));
        }

        if (scene.Workload.IsDecode)
        {
            SampleReads();
        }
    }

    private void SampleReads()
    {
        double memory = memoryReader.Value.Sample(sampleSeconds);
        level3Reader.Value.Sample(seconds: 0); // brings the buffer back
        double level3 = level3Reader.Value.Sample(sampleSeconds);
        Samples.AddReads(level3, memory);
    }
}
