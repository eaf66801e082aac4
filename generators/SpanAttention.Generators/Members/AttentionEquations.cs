using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>Scores as an equation for documentation: the product, then each option's part.</summary>
internal static class AttentionEquations
{
    public static string Scores(AttentionSpec spec) => spec.Options.Aggregate("query · keyᵀ · scale", static (scores, option) => option.Equation(scores));
}
