using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Mutants;

/// <summary>A change as text that is the same in every vector width: before → after, of the node that changes. An operand is shown with its operation, a loaded float as <c>scores[row]</c>.</summary>
internal static class ChangeText
{
    public static string Of(SyntaxNode node, string replacement)
    {
        SyntaxNode shown = Shown(node);
        string text = shown.ToString();
        int start = node.SpanStart - shown.SpanStart;
        return $"{Plain(shown, text)} → {Plain(shown, text[..start] + replacement + text[(start + node.Span.Length)..])}";
    }

    private static SyntaxNode Shown(SyntaxNode node) => IsOperand(node) && node.Parent is { } parent ? Shown(parent) : node;

    private static bool IsOperand(SyntaxNode node) => node
        is LiteralExpressionSyntax or IdentifierNameSyntax or PrefixUnaryExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax
        or ArgumentSyntax or ArgumentListSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax;

    private static string Plain(SyntaxNode shown, string text) => StepName.WithoutWidth(shown switch
    {
        ExpressionSyntax or VariableDeclaratorSyntax => PlacesNamed(text),
        ExpressionStatementSyntax when text != ";" => $"{PlacesNamed(text[..^1])};",
        _ => text,
    });

    private static string PlacesNamed(string expression) => new LoadsAsElements().Visit(SyntaxFactory.ParseExpression(expression)).ToString();

    /// <summary>Whatever loads from a place, its text is the place: source[offset].</summary>
    private sealed class LoadsAsElements : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
        {
            InvocationExpressionSyntax visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
            return IsPlace(visited) ? SyntaxFactory.ParseExpression($"{visited.ArgumentList.Arguments[0].Expression}[{visited.ArgumentList.Arguments[1]}]") : visited;
        }

        private static bool IsPlace(InvocationExpressionSyntax call) =>
            call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Load" or "At" or "Add" }
            && call.ArgumentList.Arguments is [{ RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword }, { RefKindKeyword.RawKind: 0 }];
    }
}
