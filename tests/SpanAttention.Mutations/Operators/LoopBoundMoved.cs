using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A loop goes one step less, or one more.</summary>
internal sealed class LoopBoundMoved : IMutationOperator
{
    public string Name => "loop bound moved";

    public IEnumerable<string> Replacements(SyntaxNode node) => node is BinaryExpressionSyntax { Parent: ForStatementSyntax loop } bound && loop.Condition == bound
        ? [$"{bound.Left} {bound.OperatorToken} {bound.Right} - 1", $"{bound.Left} {bound.OperatorToken} {bound.Right} + 1"]
        : [];
}
