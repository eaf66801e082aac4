using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plans whatever is declared.</summary>
internal static class DeclarationPlanner
{
    public static DeclaredPlan Plan(DeclaredSpec spec, CompilationFacts facts) => spec switch
    {
        AttentionSpec attention => AttentionPlanner.Plan(attention, facts),
        PerceptronSpec perceptron => PerceptronPlanner.Plan(perceptron, facts),
        BlockSpec block => new BlockPlan(block, facts, Part(block.Attention, facts), block.CrossAttention is { } cross ? Part(cross, facts) : null, PerceptronPlanner.Plan(block.FeedForward, facts) with { IsPart = true, SharesTokens = block.SharesTokens }),
        _ => throw new InvalidOperationException($"{spec.Kind} has no plan."),
    };

    private static AttentionPlan Part(AttentionSpec spec, CompilationFacts facts) => AttentionPlanner.Plan(spec, facts) with { IsPart = true };
}
