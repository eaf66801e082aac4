using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.CodeFixes;

/// <summary>SPAT007: offers the divisors next to a number of heads that does not divide, the nearer one first.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NearestDivisorFix))]
public sealed class NearestDivisorFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Rules.HeadsDoNotDivide.Id);

    // Which divisor is meant is a question for each declaration.
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        Diagnostic finding = context.Diagnostics[0];
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<AttributeArgumentSyntax>() is not { } argument
            || Number(finding, 1) is not { } dividend
            || Number(finding, 3) is not { } divisor)
        {
            return;
        }

        foreach (int candidate in Nearest(dividend, divisor))
        {
            string title = $"Use {candidate.ToString(CultureInfo.InvariantCulture)}";
            context.RegisterCodeFix(
                CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(argument.Expression, Literal(candidate, argument.Expression)))), title),
                finding);
        }
    }

    /// <summary>The divisors of a dividend on both sides of a number that is none, nearest first.</summary>
    internal static IEnumerable<int> Nearest(int dividend, int divisor)
    {
        IEnumerable<int> below = Enumerable.Range(1, Math.Min(divisor, dividend)).Reverse().Where(candidate => dividend % candidate == 0).Take(1);
        IEnumerable<int> above = divisor >= dividend ? [] : Enumerable.Range(divisor, dividend - divisor + 1).Where(candidate => dividend % candidate == 0).Take(1);
        return below.Concat(above).OrderBy(candidate => Math.Abs((long)candidate - divisor));
    }

    private static ExpressionSyntax Literal(int value, ExpressionSyntax replaced) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value)).WithTriviaFrom(replaced);

    private static int? Number(Diagnostic finding, int argument) =>
        finding.Properties.TryGetValue(DiagnosticFactory.ArgumentKey(argument), out string? text) && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : null;
}
