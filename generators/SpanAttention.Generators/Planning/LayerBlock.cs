using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Workspace of a layer for one block of tokens, from inputs to outputs.</summary>
internal static class LayerBlock
{
    public static Scratch Of(AttentionPlan plan) => new("", new(Regions(plan)));

    private static IEnumerable<Region> Regions(AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerSpec layer = spec.Layer!;
        int widestOutput = PackedTensor.Round(spec.WidestProjection);
        yield return Tokens("layerQueries", "((long)QueryTokenStride * QueryBlock)", "[QueryBlock, QueryTokenStride]", PackedTensor.Round(spec.QueryWidth));
        yield return Tokens("queryLanes", "((long)HeadDim * QueryBlock)", "[QueryBlock / RowGroup, HeadDim, RowGroup]: one head's", spec.HeadDim);
        if (plan.AttendsBlocks && !plan.ContextsInRows)
        {
            yield return Tokens("contextLanes", "((long)ValueDim * QueryBlock)", "[QueryBlock / RowGroup, ValueDim, RowGroup]: one head's", spec.ValueDim);
        }

        if (layer.OutputProjection)
        {
            yield return Tokens("contexts", "((long)ContextWidth * QueryBlock)", "[QueryBlock, ContextWidth]", spec.ContextWidth);
        }

        yield return Tokens("outputs", $"({widestOutput}L * QueryBlock)", "[QueryBlock, widest output]", widestOutput);
        if (layer.Rotary is { } rotary)
        {
            yield return Tokens("cosines", $"({rotary.Pairs}L * QueryBlock)", "[QueryBlock, pairs]", rotary.Pairs);
            yield return Tokens("sines", $"({rotary.Pairs}L * QueryBlock)", "the same", rotary.Pairs);
        }

        if (layer.Element != StoredElement.Single)
        {
            yield return Tile("tileKeys", "((long)KeyTile * HeadDim)", "[KeyTile / RowGroup, HeadDim, RowGroup]: a tile of keys, widened", spec.HeadDim);
            yield return Tile("tileValues", "((long)KeyTile * ValueDim)", "[KeyTile, ValueDim]: a tile of values, widened", spec.ValueDim);
        }
    }

    private static Region Tokens(string name, string extent, string axes, long floats) => new(name, extent, axes, Floats: 0, floats);

    private static Region Tile(string name, string extent, string axes, long dim) => new(name, extent, axes, AttentionPlan.KeyTile * dim, FloatsOfRow: 0);
}
