using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides which register tiles a layer's projections need: all of them where lengths are not declared.</summary>
internal static class ProjectionPlanner
{
    /// <param name="spec">The layer.</param>
    /// <param name="block">Tokens of a block.</param>
    public static ProjectionPlan Plan(AttentionSpec spec, int block)
    {
        IEnumerable<int> rows = spec.QueryLength == 0 || spec.KeyLength == 0 || spec.Layer!.HasCache
            ? Enumerable.Range(1, block)
            : Blocks(spec.QueryLength, block).Concat(Blocks(spec.KeyLength, block)).Distinct();
        IEnumerable<int> widths = new[] { spec.QueryWidth, spec.KeyWidth, spec.ValueWidth }.Concat(spec.Layer!.OutputProjection ? [spec.Layer.OutputDim] : []);
        return new(new(rows), new(widths.Select(PackedTensor.Round).Distinct()));
    }

    private static IEnumerable<int> Blocks(int tokens, int block) => tokens <= block ? [tokens] : tokens % block == 0 ? [block] : [block, tokens % block];
}
