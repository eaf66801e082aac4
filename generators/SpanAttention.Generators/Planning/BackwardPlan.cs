using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of gradients: blocks of query rows as lanes, whose weights are computed again tile by tile, and sums in the rows they go to, head dimensions as lanes.</summary>
/// <param name="Spec">What is declared.</param>
/// <param name="Attention">How its scores are summed, in blocks of gradients.</param>
/// <param name="Scratch">Scratch of a block.</param>
internal sealed record BackwardPlan(BackwardSpec Spec, AttentionPlan Attention, Scratch Scratch) : DeclaredPlan(Attention.Facts, Attention.Tiles)
{
    /// <summary>Query rows whose products are summed before they are folded into the gradients of keys and values. Part of the canonical order: no block may cut them.</summary>
    public const int RowFold = 32;

    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <inheritdoc/>
    public override int StackBytes => (int)(Scratch.Length(Attention.QueryBlock) + AttentionPlan.AlignmentSlack) * sizeof(float);
}
