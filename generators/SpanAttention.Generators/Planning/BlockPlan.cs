using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of a transformer block: the plans of its parts, whose kernels it calls.</summary>
/// <param name="Spec">What is declared.</param>
/// <param name="Facts">Facts of the compilation.</param>
/// <param name="Attention">The attention layer's.</param>
/// <param name="CrossAttention">That of cross-attention; null without.</param>
/// <param name="FeedForward">The feed-forward layer's.</param>
internal sealed record BlockPlan(BlockSpec Spec, CompilationFacts Facts, AttentionPlan Attention, AttentionPlan? CrossAttention, PerceptronPlan FeedForward) : DeclaredPlan(Facts, default)
{
    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <inheritdoc/>
    public override int StackBytes => Parts.Max(static part => part.StackBytes);

    /// <summary>The plans of the parts.</summary>
    public override IReadOnlyList<DeclaredPlan> Parts => CrossAttention is null ? [Attention, FeedForward] : [Attention, CrossAttention, FeedForward];
}
