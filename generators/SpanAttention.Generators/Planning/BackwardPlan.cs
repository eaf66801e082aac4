using SpanAttention.Generators.Options;
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

    /// <summary>Loops over pairs end at the edge, row by row, so that nothing hidden is ever read; otherwise pairs that are left out have weight −0. Fewer than four dimensions are no vector to go on with.</summary>
    public bool EndsAtEdge => Ends(Spec.Attention);

    /// <summary>Pairs that are left out have weight −0.</summary>
    public bool Marks => MarksPairs(Spec.Attention);

    /// <summary>Gradients of weights are made those of scores before they are stored; otherwise they are a tile of their own.</summary>
    public bool HasProducts => NeedsProducts(Spec.Attention, Attention.ValueChunk);

    /// <summary>Tells whether an edge is all that hides keys.</summary>
    public static bool Ends(AttentionSpec spec) => spec is { HasEdge: true, Adjusts: false } && spec.HeadDim % SmallestVector == 0 && spec.ValueDim % SmallestVector == 0;

    /// <summary>Tells whether pairs that are left out are told by their weight.</summary>
    public static bool MarksPairs(AttentionSpec spec) => spec.LeavesKeysOut && !Ends(spec);

    /// <summary>Tells whether gradients of weights need a tile: dropout changes them, and parts of a wide head add up there.</summary>
    public static bool NeedsProducts(AttentionSpec spec, int valueChunk) => spec.Has<Dropout>() || valueChunk < spec.ValueDim;

    private const int SmallestVector = 4;

    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <inheritdoc/>
    public override int StackBytes => (int)(Scratch.Length(Attention.QueryBlock) + AttentionPlan.AlignmentSlack) * sizeof(float);
}
