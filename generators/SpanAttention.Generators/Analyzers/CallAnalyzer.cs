using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Analyzers;

/// <summary>An analyzer of calls of emitted members: one rule, asked about one call at a time.</summary>
public abstract class CallAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor descriptor;

    private protected CallAnalyzer(Rule rule)
    {
        descriptor = Descriptors.For(rule.Id);
        SupportedDiagnostics = ImmutableArray.Create(descriptor);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            CallReader reader = new();
            start.RegisterOperationAction(operation => Analyze(operation, reader), OperationKind.Invocation);
        });
    }

    /// <summary>Finds what is wrong with a call, if anything is.</summary>
    private protected abstract IEnumerable<CallFinding> Find(AttentionCall call);

    private void Analyze(OperationAnalysisContext context, CallReader reader)
    {
        if (reader.Read((IInvocationOperation)context.Operation) is not { } call)
        {
            return;
        }

        foreach (CallFinding finding in Find(call))
        {
            Location[] counterparts = finding.Counterpart is { } counterpart ? [counterpart.GetLocation()] : [];
            context.ReportDiagnostic(Diagnostic.Create(descriptor, finding.Place.GetLocation(), counterparts, [.. finding.MessageArguments]));
        }
    }
}
