using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of gradients of self-attention without weights: keys as lanes for scores and gradients of weights, then dimensions as lanes for what is summed where it goes.</summary>
/// <param name="Spec">What is declared.</param>
/// <param name="Facts">Facts of the compilation.</param>
/// <param name="Tiles">Register tiles, widest vectors first.</param>
/// <param name="QueryBlock">Query rows of a block: a fold of rows, or fewer where fewer are declared.</param>
/// <param name="KeyChunk">Dimensions of a tile that are in scratch at once.</param>
/// <param name="Scratch">Scratch of a block.</param>
internal sealed record SelfBackwardPlan(BackwardSpec Spec, CompilationFacts Facts, EquatableArray<TilePlan> Tiles, int QueryBlock, int KeyChunk, Scratch Scratch) : DeclaredPlan(Facts, Tiles)
{
    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <inheritdoc/>
    public override int StackBytes => (int)(Scratch.Length(QueryBlock) + AttentionPlan.AlignmentSlack) * sizeof(float);

    /// <summary>The declared attention.</summary>
    public AttentionSpec Attention => Spec.Attention;
}
