using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.CodeFixes;

/// <summary>SPAT026, SPAT028, SPAT029 and SPAT035: declares what an argument is nothing without, such as <c>Dropout = true</c> for a rate, or <c>QkNorm = QkNorm.Head</c> for an epsilon.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareNeededFix))]
public sealed class DeclareNeededFix : CodeFixProvider
{
    private const int NeededArgument = 1;
    private const string Norm = "QkNorm.Head";

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

        string title = $"Declare {needed} = {(IsNorm(needed) ? Norm : "true")}";
        context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(arguments, Declare(arguments, needed)))), title),
            context.Diagnostics);
    }

    // Where it is declared as false, or as none, that is what changes.
    private static AttributeArgumentListSyntax Declare(AttributeArgumentListSyntax arguments, string needed) =>
        arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == needed) is { } declared
            ? arguments.ReplaceNode(declared.Expression, Value(arguments, needed).WithTriviaFrom(declared.Expression))
            : arguments.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(arguments.Arguments.GetWithSeparators().Add(Comma).Add(Argument(arguments, needed))));

    private static AttributeArgumentSyntax Argument(AttributeArgumentListSyntax arguments, string name) =>
        SyntaxFactory.AttributeArgument(Value(arguments, name))
            .WithNameEquals(SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(name), SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space)));

    private static SyntaxToken Comma => SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);

    // An enum is named as the attribute is: with its namespace, or without.
    private static ExpressionSyntax Value(AttributeArgumentListSyntax arguments, string name) => IsNorm(name)
        ? SyntaxFactory.ParseExpression($"{(arguments.Parent is AttributeSyntax { Name: QualifiedNameSyntax attribute } ? $"{attribute.Left}." : "")}{Norm}")
        : SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression);

    private static bool IsNorm(string name) => Norm.StartsWith($"{name}.", StringComparison.Ordinal);
}
