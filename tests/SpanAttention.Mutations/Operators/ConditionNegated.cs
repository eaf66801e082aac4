using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A branch is taken when it should not be.</summary>
internal sealed class ConditionNegated : IMutationOperator
{
    public string Name => "condition negated";

    public IEnumerable<string> Replacements(SyntaxNode node) => IsCondition(node) && node is not IsPatternExpressionSyntax ? [$"!({node})"] : [];

    private static bool IsCondition(SyntaxNode node) => node.Parent switch
    {
        IfStatementSyntax branch => branch.Condition == node,
        ConditionalExpressionSyntax choice => choice.Condition == node,
        _ => false,
    };
}
