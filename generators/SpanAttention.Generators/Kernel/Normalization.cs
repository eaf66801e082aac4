using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>Statements between the scores of a block's tile and its weights.</summary>
/// <param name="Next">Makes scores weights that are normalized later, and carries row statistics on.</param>
/// <param name="Final">Makes final weights: of the only tile from what <paramref name="Next"/> left, of others from their scores.</param>
internal sealed record Normalization(string Next, string Final)
{
    /// <param name="plan">What to emit.</param>
    /// <param name="tiles">The tiles of keys.</param>
    public static Normalization Of(AttentionPlan plan, KeyTiles tiles)
    {
        if (plan.Spec.SumNormalization)
        {
            return new("RowSums.Add(ref scores, keys, rows, ref sum, ref rescale);", "RowSums.Weigh(ref scores, keys, rows, ref rescale);");
        }

        string edge = tiles.Edge(RowEdge.Of(plan.Spec));
        string marks = plan.Spec.Adjusts ? "true" : "false";
        return tiles.Rescale is null
            ? new(
                $"RowSoftmax.Only(ref scores, keys, rows, {edge}, marks: {marks}, ScaleLog2E, ref maximum, ref sum, ref rescale);",
                $"RowSoftmax.Normalize(ref scores, keys, rows, {edge}, ref rescale);")
            : new(
                $"RowSoftmax.Next(ref scores, keys, rows, {edge}, marks: {marks}, ScaleLog2E, ref previous, ref maximum, ref sum, ref rescale);",
                $"RowSoftmax.Weigh(ref scores, keys, rows, {edge}, ScaleLog2E, ref maximum, ref rescale);");
    }
}
