using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Decides how gradients of an attention layer are computed.</summary>
internal static class LayerBackwardPlanner
{
    /// <param name="spec">The layer.</param>
    /// <param name="heads">Attention over its tape.</param>
    /// <param name="facts">Facts of the compilation.</param>
    public static LayerBackwardPlan Plan(AttentionSpec spec, AttentionPlan heads, CompilationFacts facts)
    {
        PackedTensor[] transposed = [.. spec.Packed.Where(static tensor => tensor.IsTransposed)];
        ProjectionPlan projection = ProjectionPlan.Of(Enumerable.Range(1, ProjectionPlan.WholeBlock), transposed.Select(static tensor => tensor.Outputs), transposed.Max(static tensor => tensor.Inputs)) with { GoesOn = true };
        return new(new(spec), heads, projection, TilePlanner.Plan(ProjectionPlan.WholeBlock, valueDim: 1, facts)) { IsPart = true };
    }
}
