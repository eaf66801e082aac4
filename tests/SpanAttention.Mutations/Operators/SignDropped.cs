using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A minus is forgotten.</summary>
internal sealed class SignDropped : IMutationOperator
{
    public string Name => "minus dropped";

    public IEnumerable<string> Replacements(SyntaxNode node) =>
        node is PrefixUnaryExpressionSyntax minus && minus.IsKind(SyntaxKind.UnaryMinusExpression) ? [minus.Operand.ToString()] : [];
}
