using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides how gradients of self-attention without weights are computed.</summary>
internal static class SelfBackwardPlanner
{
    /// <summary>Null where no gradients are asked for.</summary>
    public static SelfBackwardPlan? Plan(AttentionSpec spec, CompilationFacts facts)
    {
        if (!spec.Gradients)
        {
            return null;
        }

        int block = spec.QueryLength == 0 ? BackwardPlan.RowFold : Math.Min(BackwardPlan.RowFold, AttentionPlanner.RoundUp(spec.QueryLength));
        int chunk = AdditivePlanner.Chunk(spec.HeadDim);
        return new(new(spec), facts, TilePlanner.Plan(AttentionPlanner.WidestLanes, spec.ValueDim, facts), block, chunk, new("", new(Regions(chunk))));
    }

    private static IEnumerable<Region> Regions(int chunk)
    {
        Region tile = new("scores", "(QueryBlock * KeyTile)", "[QueryBlock, KeyTile]", Floats: 0, AttentionPlan.KeyTile);
        Region statistic = new("maximum", "QueryBlock", "[QueryBlock]", Floats: 0, FloatsOfRow: 1);
        return
        [
            new("keyLanes", "(KeyTile * KeyChunk)", "[KeyTile / RowGroup, KeyChunk, RowGroup]", AttentionPlan.KeyTile * chunk, FloatsOfRow: 0),
            tile,
            tile with { Name = "products" },
            statistic,
            statistic with { Name = "sum" },
            statistic with { Name = "rescale" },
            statistic with { Name = "delta" },
        ];
    }
}
