using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides how gradients of additive attention are computed.</summary>
internal static class AdditiveBackwardPlanner
{
    /// <summary>Null where no gradients are asked for.</summary>
    public static AdditiveBackwardPlan? Plan(AttentionSpec spec, CompilationFacts facts)
    {
        if (!spec.Gradients)
        {
            return null;
        }

        int block = spec.QueryLength == 0 ? BackwardPlan.RowFold : Math.Min(BackwardPlan.RowFold, AttentionPlanner.RoundUp(spec.QueryLength));
        int valueChunk = AdditivePlanner.Chunk(spec.ValueDim);
        return new(new(spec), facts, TilePlanner.Plan(AttentionPlanner.WidestLanes, spec.ValueDim, facts), block, AdditivePlanner.Plan(spec), valueChunk, new("", new(Regions(spec, valueChunk))));
    }

    private static IEnumerable<Region> Regions(AttentionSpec spec, int valueChunk)
    {
        int keyChunk = AdditivePlanner.Chunk(spec.HeadDim);
        string widest = keyChunk >= valueChunk ? "KeyChunk" : "ValueChunk";
        Region tile = new("scores", "(QueryBlock * KeyTile)", "[QueryBlock, KeyTile]", Floats: 0, AttentionPlan.KeyTile);
        Region statistic = new("shift", "QueryBlock", "[QueryBlock]", Floats: 0, FloatsOfRow: 1);
        return
        [
            new("keyLanes", $"(KeyTile * {widest})", $"[KeyTile / RowGroup, {widest}, RowGroup], of keys and then of values", AttentionPlan.KeyTile * Math.Max(keyChunk, valueChunk), FloatsOfRow: 0),
            tile,
            tile with { Name = "products" },
            new("rowSums", "(QueryBlock * RowGroup)", "[QueryBlock, RowGroup]", Floats: 0, AttentionPlan.RowGroup),
            statistic,
            statistic with { Name = "delta" },
        ];
    }
}
