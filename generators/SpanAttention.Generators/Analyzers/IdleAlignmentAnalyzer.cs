using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Reading;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Validation;

namespace SpanAttention.Generators.Analyzers;

/// <summary>SPAT107: <c>Alignment = QueryAlignment.TopLeft</c> where no position counts, as it was meant to come with <c>Causal = true</c>.</summary>
/// <remarks>BottomRight is the default: written out, it promises nothing. Equal lengths are no reason either, as keyCount moves what is aligned to the last key.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IdleAlignmentAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor descriptor;

    /// <summary>Creates the analyzer.</summary>
    public IdleAlignmentAnalyzer()
    {
        descriptor = Descriptors.For(AdviceRules.IdleAlignment.Id);
        SupportedDiagnostics = ImmutableArray.Create(descriptor);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.AttributeArgument);
    }

    private void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (context.Node is AttributeArgumentSyntax { NameEquals.Name.Identifier.ValueText: "Alignment", Parent.Parent.Parent.Parent: TypeDeclarationSyntax type } argument
            && context.SemanticModel.GetDeclaredSymbol(type, context.CancellationToken) is { } symbol
            && DeclarationReader.Read(symbol) is { } declaration
            && LocationReader.Read(argument.Expression).Equals(declaration.Find("Alignment")?.Location)
            && DeclarationValidator.SpecOfCompiled(declaration) is AttentionSpec { TopLeft: true, HasPositions: false })
        {
            context.ReportDiagnostic(Diagnostic.Create(descriptor, argument.GetLocation()));
        }
    }
}
