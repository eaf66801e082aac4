using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>The operands of an operation that minds their order change places.</summary>
internal sealed class OperandsSwapped : IMutationOperator
{
    private static readonly HashSet<string> Ordered = ["-", "/", "%"];

    public string Name => "operands swapped";

    public IEnumerable<string> Replacements(SyntaxNode node) => node is BinaryExpressionSyntax binary && Ordered.Contains(binary.OperatorToken.Text)
        ? [BinaryText.Of(binary, binary.Right, binary.OperatorToken.Text, binary.Left)]
        : [];
}
