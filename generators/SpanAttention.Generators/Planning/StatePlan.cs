using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of a running state: the rows of forward, which start from what earlier keys have left.</summary>
/// <param name="Spec">What is declared.</param>
/// <param name="Attention">Way through a part of the keys.</param>
internal sealed record StatePlan(StateSpec Spec, AttentionPlan Attention) : DeclaredPlan(Attention.Facts, Attention.Tiles)
{
    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <inheritdoc/>
    public override int StackBytes => Attention.StackBytes;
}
