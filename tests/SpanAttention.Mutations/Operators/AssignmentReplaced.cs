using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>What is added is subtracted or takes the place of what was there; but not as the step of a loop, which then has one turn as before, or no end.</summary>
internal sealed class AssignmentReplaced : IMutationOperator
{
    private static readonly Dictionary<string, string[]> Others = new()
    {
        ["+="] = ["-=", "="], ["-="] = ["+=", "="], ["*="] = ["="], ["&="] = ["|="], ["|="] = ["&="],
    };

    public string Name => "assignment replaced";

    public IEnumerable<string> Replacements(SyntaxNode node) =>
        node is AssignmentExpressionSyntax { Parent: not ForStatementSyntax } assignment && Others.TryGetValue(assignment.OperatorToken.Text, out string[]? others)
            ? others.Select(other => $"{assignment.Left} {other} {assignment.Right}")
            : [];
}
