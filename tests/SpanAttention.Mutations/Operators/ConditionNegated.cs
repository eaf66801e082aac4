using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A branch is taken when it should not be. Of an equality that is what moving its comparison does.</summary>
internal sealed class ConditionNegated : IMutationOperator
{
    public string Name => "condition negated";

    public IEnumerable<string> Replacements(SyntaxNode node) => IsCondition(node) && node is not IsPatternExpressionSyntax && !IsEquality(node) ? [$"!({node})"] : [];

    private static bool IsEquality(SyntaxNode node) => node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression;

    private static bool IsCondition(SyntaxNode node) => node.Parent switch
    {
        IfStatementSyntax branch => branch.Condition == node,
        ConditionalExpressionSyntax choice => choice.Condition == node,
        _ => false,
    };
}
