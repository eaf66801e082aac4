using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Scratch of a block of query rows whose gradients are computed.</summary>
internal static class BackwardScratch
{
    /// <param name="spec">The declared attention.</param>
    /// <param name="queryChunk">Head dimensions whose queries are lanes at once.</param>
    /// <param name="valueChunk">Value dimensions whose gradients of contexts are lanes at once.</param>
    public static Scratch Of(AttentionSpec spec, int queryChunk, int valueChunk) => new("", new(Regions(spec, queryChunk, valueChunk)));

    private static IEnumerable<Region> Regions(AttentionSpec spec, int queryChunk, int valueChunk)
    {
        yield return BlockScratch.Lanes("queries", queryChunk < spec.HeadDim ? "QueryChunk" : "HeadDim", queryChunk);
        yield return BlockScratch.Lanes("gradients", valueChunk < spec.ValueDim ? "ValueChunk" : "ValueDim", valueChunk);
        foreach (string tile in Tiles(spec, valueChunk))
        {
            yield return BlockScratch.Lanes(tile, "KeyTile", AttentionPlan.KeyTile);
        }

        foreach (string statistic in spec.QueryTensors.Select(static tensor => tensor.Name).Concat(["shift", "delta"]))
        {
            yield return BlockScratch.OfRows(statistic);
        }

        if (spec.Has<Sinks>())
        {
            yield return new("sinkSums", "RowGroup", "[RowGroup]", AttentionPlan.RowGroup, FloatsOfRow: 0);
        }
    }

    private static IEnumerable<string> Tiles(AttentionSpec spec, int valueChunk) =>
        ["scores", .. BackwardPlan.NeedsProducts(spec, valueChunk) ? ["products"] : Array.Empty<string>(), .. spec.PairTiles, .. spec.Has<SoftCap>() ? ["slopes"] : Array.Empty<string>()];
}
