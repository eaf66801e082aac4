using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>One operand is forgotten, and the operation with it.</summary>
internal sealed class OperandDropped : IMutationOperator
{
    private static readonly HashSet<string> Operations = ["+", "-", "*", "/", "%", "&", "|", "&&", "||"];

    public string Name => "operand dropped";

    public IEnumerable<string> Replacements(SyntaxNode node) => node is BinaryExpressionSyntax binary && Operations.Contains(binary.OperatorToken.Text)
        ? [binary.Left.ToString(), binary.Right.ToString()]
        : [];
}
