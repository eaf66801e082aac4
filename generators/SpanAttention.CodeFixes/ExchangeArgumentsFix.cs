using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.CodeFixes;

/// <summary>SPAT102: exchanges two arguments that are passed in each other's place, such as <c>keys, queries</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExchangeArgumentsFix))]
public sealed class ExchangeArgumentsFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(AdviceRules.Swapped.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        Diagnostic finding = context.Diagnostics[0];
        if (root is null || finding.AdditionalLocations is not [{ } counterpart])
        {
            return;
        }

        ExpressionSyntax first = Argument(root, finding.Location);
        ExpressionSyntax second = Argument(root, counterpart);
        string title = $"Exchange {first} and {second}";
        context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(Exchange(root, first, second))), nameof(ExchangeArgumentsFix)),
            finding);
    }

    private static ExpressionSyntax Argument(SyntaxNode root, Location location) =>
        root.FindNode(location.SourceSpan).FirstAncestorOrSelf<ArgumentSyntax>()!.Expression;

    // What stands around an argument, a line break or a comment, belongs to the place.
    private static SyntaxNode Exchange(SyntaxNode root, ExpressionSyntax first, ExpressionSyntax second) =>
        root.ReplaceNodes([first, second], (argument, _) => (argument == first ? second : first).WithTriviaFrom(argument));
}
