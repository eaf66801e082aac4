using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Reading;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Validation;
using SpanAttention.Generators.Writing;

namespace SpanAttention.Generators;

/// <summary>Compiles attention: declaration → Reading → Validation → Planning → Emission.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class AttentionGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<CompilationFacts> facts = context.CompilationProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => CompilationReader.Read(pair.Left, pair.Right.GlobalOptions))
            .WithTrackingName(TrackingNames.Facts);
        IncrementalValueProvider<AttentionBudget?> budget = context.CompilationProvider
            .Select(static (compilation, _) => BudgetReader.Read(compilation))
            .WithTrackingName(TrackingNames.Budget);

        IncrementalValueProvider<ImmutableArray<SharedPlan>> plans = facts.Select(static (_, _) => ImmutableArray<SharedPlan>.Empty);
        foreach ((DeclarationKind kind, string metadataName) in AttributeNames.All)
        {
            IncrementalValuesProvider<CompiledDeclaration> compiled = Register(context, facts, budget, kind, metadataName);
            plans = plans
                .Combine(compiled.SelectMany(static (declaration, _) => declaration.Plan?.Shared ?? []).Collect())
                .Select(static (pair, _) => pair.Left.AddRange(pair.Right));
        }

        // What declarations share is emitted once
        IncrementalValuesProvider<SharedPlan> shared = plans.SelectMany(static (plans, _) => plans.Distinct()).WithTrackingName(TrackingNames.Shared);
        context.RegisterSourceOutput(shared.Combine(facts), static (output, pair) => AddSources(output, SharedFiles.Of(pair.Left, pair.Right)));
    }

    private static IncrementalValuesProvider<CompiledDeclaration> Register(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<CompilationFacts> facts,
        IncrementalValueProvider<AttentionBudget?> budget,
        DeclarationKind kind,
        string metadataName)
    {
        // Reading: what stands in the source, as values
        IncrementalValuesProvider<Declaration> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                metadataName,
                static (node, _) => node is TypeDeclarationSyntax,
                (attribute, _) => DeclarationReader.Read(attribute, kind))
            .WithTrackingName(TrackingNames.Declarations)
            .Where(static declaration => !declaration.IsPart);

        // Validation: the spec, and what is wrong with it
        IncrementalValuesProvider<CheckedDeclaration> checkedDeclarations = declarations
            .Combine(facts)
            .Select(static (pair, _) => DeclarationValidator.Check(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Checked);

        // Findings go their own way, so that a moved location does not emit anything again
        IncrementalValuesProvider<Finding> findings = checkedDeclarations
            .SelectMany(static (declaration, _) => declaration.Findings)
            .WithTrackingName(TrackingNames.Findings);

        IncrementalValuesProvider<Finding> costs = declarations
            .Combine(facts.Combine(budget))
            .SelectMany(static (pair, _) => BudgetRules.Check(pair.Left, pair.Right.Left, pair.Right.Right))
            .WithTrackingName(TrackingNames.Costs);

        // Planning: tiles, blocks and scratch
        IncrementalValuesProvider<CompiledDeclaration> compiled = checkedDeclarations
            .Where(static declaration => declaration.CanBeJoined)
            .Combine(facts)
            .Select(static (pair, _) => DeclarationCompiler.Compile(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Compiled);

        // Emission
        context.RegisterSourceOutput(findings, static (output, finding) => output.ReportDiagnostic(DiagnosticFactory.Create(finding)));
        context.RegisterSourceOutput(costs, static (output, finding) => output.ReportDiagnostic(DiagnosticFactory.Create(finding)));
        context.RegisterSourceOutput(compiled, static (output, declaration) => AddSources(output, EmittedFiles.Of(declaration)));
        return compiled;
    }

    private static void AddSources(SourceProductionContext output, IEnumerable<(string Name, string Text)> files)
    {
        foreach ((string name, string text) in files)
        {
            output.AddSource(name, text);
        }
    }
}
