using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Planning;

/// <summary>Scratch of a block of query rows, each a vector lane.</summary>
internal static class BlockScratch
{
    /// <param name="spec">The declared attention.</param>
    /// <param name="queryChunk">Head dimensions whose queries are in scratch at once.</param>
    /// <param name="valueChunk">Value dimensions whose contexts are in scratch at once; 0 where they are summed in the rows they go to.</param>
    public static Scratch Of(AttentionSpec spec, int queryChunk, int valueChunk) => new("", new(Regions(spec, queryChunk, valueChunk)));

    private static IEnumerable<Region> Regions(AttentionSpec spec, int queryChunk, int valueChunk)
    {
        // A layer's queries and contexts lie in its workspace.
        bool isLayer = spec.Layer is not null;
        if (!isLayer)
        {
            string steps = queryChunk < spec.HeadDim ? "QueryChunk" : "HeadDim";
            yield return Lanes("queries", steps, queryChunk);
        }

        yield return Lanes("scores", "KeyTile", AttentionPlan.KeyTile);
        if (!isLayer && valueChunk > 0)
        {
            string steps = valueChunk < spec.ValueDim ? "ValueChunk" : "ValueDim";
            yield return Lanes("context", steps, valueChunk);
        }

        foreach (string tile in spec.PairTiles)
        {
            yield return Lanes(tile, "KeyTile", AttentionPlan.KeyTile);
        }

        foreach (Tensor tensor in spec.QueryTensors)
        {
            yield return OfRows(tensor.Name);
        }

        foreach (string statistic in Statistics(spec, queryChunk, contextsInRows: valueChunk == 0))
        {
            yield return OfRows(statistic);
        }
    }

    private static IEnumerable<string> Statistics(AttentionSpec spec, int queryChunk, bool contextsInRows)
    {
        yield return "sum";
        yield return "rescale";

        // The last tile's contexts are rescaled and normalized at once; those of a single tile are never rescaled, and those that are carried on are not normalized.
        if (contextsInRows && !spec.IsSingleTile && !spec.CarriesState)
        {
            yield return "factor";
        }

        if (spec.SumNormalization)
        {
            yield break;
        }

        yield return "maximum";
        if (!spec.IsSingleTile)
        {
            yield return "previous";
        }

        // Sums over some of the head's dimensions have a largest one, too, that nobody asks for.
        if (queryChunk < spec.HeadDim && !spec.StoresSums)
        {
            yield return "partial";
        }
    }

    /// <summary>A float a row.</summary>
    public static Region OfRows(string name) => new(name, "QueryBlock", "[QueryBlock]", Floats: 0, FloatsOfRow: 1);

    /// <summary>So many steps in which rows are lanes.</summary>
    public static Region Lanes(string name, string steps, int count) => new(name, $"({steps} * QueryBlock)", $"[QueryBlock / RowGroup, {steps}, RowGroup]", Floats: 0, count);
}
