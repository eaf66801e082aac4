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
        int chunk = Chunk(spec.HeadDim);
        return new(QueryBlock(spec), chunk, new("", new(Regions(spec, chunk))));
    }

    /// <summary>Dimensions of a tile that are transposed at once.</summary>
    public static int Chunk(int dims) => Math.Min(MostDims, dims);

    /// <summary>Rows of a block; logarithms of sums are taken four rows at a time, which a block of gradients has room for.</summary>
    private static int QueryBlock(AttentionSpec spec) => spec.QueryLength == 0 || spec.Gradients ? MostRows : Math.Min(MostRows, spec.QueryLength);

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
