using SpanAttention.Benchmarks.Declarations;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks;

/// <summary>A workload, the declared types that compute it, and where it finds its data.</summary>
internal sealed record Scene(Workload Workload, IReadOnlyList<Declaration> Declarations, Temperature Temperature)
{
    private const int CacheMultiple = 6;

    // As much as is read from DRAM for the limit: of 200 MB enough stays in the last cache to look 20 % faster.
    private const int WeightsCacheMultiple = 16;
    private const int MinimumCopies = 4;
    private const long MaximumBytes = 1L << 30;

    /// <summary>How many copies of its data take turns, so that each call of a cold scene finds its own in DRAM.</summary>
    public int Copies => CopiesWith(sizeof(float));

    private long CopiedBytes => Math.Min((Workload.IsLayer ? WeightsCacheMultiple : CacheMultiple) * CacheSizes.Level3, MaximumBytes);

    public string Name => Temperature == Temperature.Usual ? Workload.Name : $"{Workload.Name} {Temperature.ToString().ToLowerInvariant()}";

    /// <summary>Reading a cache is measured twice: where the last call left it, and where it has been away for a while, as a block's always has: the model's other blocks came between.</summary>
    public static IEnumerable<Scene> Of(Workload workload, IReadOnlyList<Declaration> declarations) =>
        Temperatures(workload).Select(temperature => new Scene(workload, declarations, temperature));

    /// <summary>More of them where weights are shorter.</summary>
    public int CopiesWith(double bytesPerWeight) =>
        Temperature == Temperature.Cold ? (int)Math.Max(MinimumCopies, (CopiedBytes / Workload.BytesReadWith(bytesPerWeight)) + 1) : 1;

    private static Temperature[] Temperatures(Workload workload) => workload switch
    {
        { IsDecode: false } => [Temperature.Usual],
        { IsBlock: true } => [Temperature.Cold],
        { IsLayer: false } or { IsFeedForward: true } => [Temperature.Warm, Temperature.Cold],
        _ => [Temperature.Usual],
    };
}
