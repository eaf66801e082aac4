using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A loop ends earlier or later by one, where moving its comparison does not do that already: row &lt; rows + 1 is row &lt;= rows.</summary>
internal sealed class LoopBoundMoved : IMutationOperator
{
    public string Name => "loop bound moved";

    public IEnumerable<string> Replacements(SyntaxNode node) =>
        node is BinaryExpressionSyntax { Parent: ForStatementSyntax loop } bound && loop.Condition == bound && !HasWholeSteps(loop, bound)
            ? [$"{bound.Left} {bound.OperatorToken} {bound.Right} {(bound.OperatorToken.Text == "<=" ? "+" : "-")} 1"]
            : [];

    // From 0 to 8 by 4: one less makes no turn less.
    private static bool HasWholeSteps(ForStatementSyntax loop, BinaryExpressionSyntax bound) =>
        loop is { Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.Value: int start } }], Incrementors: [AssignmentExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: > 1 and int step } }] }
        && bound.Right is LiteralExpressionSyntax { Token.Value: int end }
        && (end - start) % step == 0;
}
