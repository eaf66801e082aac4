using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.CodeFixes;

/// <summary>SPAT026, SPAT028, SPAT029 and SPAT035: declares what an argument is nothing without, such as <c>Dropout = true</c> for a rate.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareNeededFix))]
public sealed class DeclareNeededFix : CodeFixProvider
{
    private const int NeededArgument = 1;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Rules.CacheNotCausal.Id, Rules.NoNorm.Id, Rules.NoDropout.Id, Rules.NoGate.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<AttributeArgumentListSyntax>() is not { } arguments
            || !context.Diagnostics[0].Properties.TryGetValue(DiagnosticFactory.ArgumentKey(NeededArgument), out string? needed)
            || needed is null)
        {
            return;
        }

        string title = $"Declare {needed} = true";
        context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(arguments, Declare(arguments, needed)))), title),
            context.Diagnostics);
    }

    // Where it is declared as false, that is what changes.
    private static AttributeArgumentListSyntax Declare(AttributeArgumentListSyntax arguments, string needed) =>
        arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == needed) is { } declared
            ? arguments.ReplaceNode(declared.Expression, True.WithTriviaFrom(declared.Expression))
            : arguments.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(arguments.Arguments.GetWithSeparators().Add(Comma).Add(Argument(needed))));

    private static AttributeArgumentSyntax Argument(string name) =>
        SyntaxFactory.AttributeArgument(True)
            .WithNameEquals(SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(name), SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space)));

    private static SyntaxToken Comma => SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);

    private static ExpressionSyntax True => SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression);
}
