using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace SpanAttention.Generators.Tests;

/// <summary>Which steps run again after which edit.</summary>
public sealed class CachingTests
{
    private const string Right =
        """
        using SpanAttention;

        [Attention(HeadDim = 8, Causal = true)]
        readonly partial struct SquadAttention;
        """;

    private const string Wrong =
        """
        using SpanAttention;

        [Attention(HeadDim = 0)]
        readonly partial struct SquadAttention;
        """;

    [Fact]
    public void AnUnrelatedEditReadsAgainAndStopsThere()
    {
        GeneratorRunResult run = GeneratorHarness.RunAfterUnrelatedEdit(new(Wrong));

        AssertReasons(run, TrackingNames.Declarations, Unchanged); // symbols may have changed, so the type is read again
        AssertReasons(run, TrackingNames.Facts, Unchanged);
        AssertReasons(run, TrackingNames.Checked, Cached);
        AssertReasons(run, TrackingNames.Findings, Cached);
        AssertReasons(run, TrackingNames.Compiled, Cached);
        Assert.Equal([Cached, Cached], Pipeline.SourceOutputReasons(run));
    }

    [Fact]
    public void AMovedDeclarationIsNotPlannedAgain()
    {
        GeneratorRunResult run = RunAfterMove(Right);

        AssertReasons(run, TrackingNames.Declarations, Modified);
        AssertReasons(run, TrackingNames.Checked, Unchanged); // nothing is wrong, so no location is kept
        AssertReasons(run, TrackingNames.Compiled, Cached);
        Assert.Equal([Cached], Pipeline.SourceOutputReasons(run));
    }

    [Fact]
    public void AMovedFindingIsReportedAgainAndNothingIsEmittedAgain()
    {
        GeneratorRunResult run = RunAfterMove(Wrong);

        AssertReasons(run, TrackingNames.Declarations, Modified);
        AssertReasons(run, TrackingNames.Checked, Modified);
        AssertReasons(run, TrackingNames.Findings, Modified);
        AssertReasons(run, TrackingNames.Compiled, Unchanged);
        Assert.Equal([Modified, Cached], Pipeline.SourceOutputReasons(run).Order());
        Assert.Equal(3, Assert.Single(run.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void AnotherShapeIsEmittedAgain()
    {
        GeneratorRunResult run = RunAfterChange(Right, "HeadDim = 8", "HeadDim = 9");

        AssertReasons(run, TrackingNames.Compiled, Modified);
        Assert.Equal([Modified], Pipeline.SourceOutputReasons(run));
    }

    [Fact]
    public void AnotherAssemblyNameIsEmittedAgain()
    {
        GeneratorRunResult run = GeneratorHarness.RunAfter(new(Right), compilation => compilation.WithAssemblyName("Other"));

        AssertReasons(run, TrackingNames.Facts, Modified);
        AssertReasons(run, TrackingNames.Compiled, Modified);
    }

    private static GeneratorRunResult RunAfterMove(string source) => RunAfterChange(source, "[Attention", "// A line more.\n[Attention");

    private static GeneratorRunResult RunAfterChange(string source, string old, string changed)
    {
        Consumer consumer = new(source);
        return GeneratorHarness.RunAfter(consumer, compilation => Replace(consumer, compilation, source.Replace(old, changed)));
    }

    private static CSharpCompilation Replace(Consumer consumer, CSharpCompilation compilation, string source)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        return compilation.ReplaceSyntaxTree(tree, consumer.Parse(source, tree.FilePath));
    }

    private static void AssertReasons(GeneratorRunResult run, string step, params IncrementalStepRunReason[] expected) =>
        Assert.Equal(expected, Pipeline.Reasons(run, step).Distinct());
}
