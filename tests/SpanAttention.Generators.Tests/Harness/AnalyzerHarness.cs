using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SpanAttention.Generators.Analyzers;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>Runs all analyzers over a consumer that compiles without a word.</summary>
public static class AnalyzerHarness
{
    /// <summary>Findings in the order of their places, after the generator has run.</summary>
    public static Diagnostic[] Run(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);
        run.AssertClean();
        return Analyze(run.Compilation);
    }

    /// <summary>Findings in the order of their places, for a consumer that declares nothing itself.</summary>
    public static Diagnostic[] Analyze(Compilation compilation)
    {
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden));
        ImmutableArray<DiagnosticAnalyzer> analyzers =
        [
            new WrongLengthAnalyzer(), new SwappedAnalyzer(), new AliasedAnalyzer(), new AllocatedInLoopAnalyzer(), new CountOutOfRangeAnalyzer(), new IdleAlignmentAnalyzer(),
        ];
        CompilationWithAnalyzersOptions options = new(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> findings = new CompilationWithAnalyzers(compilation, analyzers, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        return [.. findings.OrderBy(finding => finding.Location.SourceSpan.Start)];
    }
}
