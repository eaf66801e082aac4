using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A call or an assignment is forgotten.</summary>
internal sealed class StatementDropped : IMutationOperator
{
    public string Name => "statement dropped";

    public IEnumerable<string> Replacements(SyntaxNode node) => node is ExpressionStatementSyntax ? [";"] : [];
}
