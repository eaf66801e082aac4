using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SpanAttention.Generators.Tests;

/// <summary>The harness itself: it must see what it is there to see.</summary>
public sealed class HarnessTests
{
    [Fact]
    public void AHiddenLocationIsFound()
    {
        Location hidden = CSharpSyntaxTree.ParseText("class C;").GetRoot().GetLocation();

        Assert.NotNull(ObjectGraph.FindRoslynObject(new List<object> { "text", new KeyValuePair<int, object>(1, new[] { hidden }) }));
    }

    [Fact]
    public void AHiddenSymbolIsFound()
    {
        ISymbol symbol = new Consumer("class C;").Compile().GetTypeByMetadataName("C")!;
        Func<string> closure = () => symbol.Name;

        Assert.NotNull(ObjectGraph.FindRoslynObject(closure.Target));
    }

    [Fact]
    public void PlainValuesAreFine() =>
        Assert.Null(ObjectGraph.FindRoslynObject(new List<object> { 1, "text", new KeyValuePair<int, double>(1, 2.5), new[] { 1f } }));

    [Fact]
    public void TheConsumerIsStrict()
    {
        GeneratorRun run = GeneratorHarness.Run(
            """
            using SpanAttention;

            [Attention(HeadDim = 8)]
            public readonly partial struct Undocumented;
            """);

        Assert.Equal("CS1591", Assert.Single(run.CompilerDiagnostics()).Id);
    }
}
