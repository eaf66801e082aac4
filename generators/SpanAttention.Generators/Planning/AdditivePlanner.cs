using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides how many query rows share a turned tile of keys, and how much of a wide tile is turned at once.</summary>
internal static class AdditivePlanner
{
    // Turning a key costs a hundredth of what sixteen tangents do.
    private const int MostRows = 16;

    // 32 KB of keys, so that they stay in the first level of cache.
    private const int MostDims = 128;

    public static AdditivePlan Plan(AttentionSpec spec) =>
        new(spec.QueryLength == 0 ? MostRows : Math.Min(MostRows, spec.QueryLength), Math.Min(MostDims, spec.HeadDim), spec.HasPairs);
}
