using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides how many query rows share a transposed tile of keys, and how much of a wide tile is transposed at once.</summary>
internal static class AdditivePlanner
{
    // Transposing a key costs a hundredth of what sixteen tangents do.
    private const int MostRows = 16;

    // 32 KB of keys, so that they stay in the first level of cache.
    private const int MostDims = 128;

    public static AdditivePlan Plan(AttentionSpec spec)
    {
        int chunk = Math.Min(MostDims, spec.HeadDim);
        return new(spec.QueryLength == 0 ? MostRows : Math.Min(MostRows, spec.QueryLength), chunk, new("", new(Regions(spec, chunk))));
    }

    private static IEnumerable<Region> Regions(AttentionSpec spec, int chunk)
    {
        Region tile = new("scores", "(QueryBlock * KeyTile)", "[QueryBlock, KeyTile]", Floats: 0, AttentionPlan.KeyTile);
        Region statistic = new("maximum", "QueryBlock", "[QueryBlock]", Floats: 0, FloatsOfRow: 1);
        return
        [
            new("keyLanes", "(KeyTile * KeyChunk)", "[KeyTile / RowGroup, KeyChunk, RowGroup]", AttentionPlan.KeyTile * chunk, FloatsOfRow: 0),
            tile,
            .. spec.HasPairs ? [tile with { Name = "bias" }] : Array.Empty<Region>(),
            statistic,
            statistic with { Name = "sum" },
            statistic with { Name = "rescale" },
        ];
    }
}
