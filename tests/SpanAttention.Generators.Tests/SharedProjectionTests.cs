namespace SpanAttention.Generators.Tests;

/// <summary>Projections that declarations share.</summary>
public sealed class SharedProjectionTests
{
    private const string Prefix = "SpanAttention-Projection";

    [Fact]
    public void LayersOfEqualPlansHaveOneProjection()
    {
        Assert.Equal(["By64InBlocks"], Projections(
            "[MultiHeadAttention(InputDim = 192, Heads = 3)] public sealed partial class First;",
            "[MultiHeadAttention(InputDim = 256, Heads = 8, Causal = true, ContextLength = 1024)] public sealed partial class Second;",
            "[Linear(InputDim = 192, OutputDim = 320)] public sealed partial class Third;"));
    }

    [Theory]
    [InlineData("[Linear(InputDim = 128, OutputDim = 64)] public sealed partial class Layer;", "By64")]
    [InlineData("[Linear(InputDim = 129, OutputDim = 64)] public sealed partial class Layer;", "By64InBlocks")]
    [InlineData("[Linear(InputDim = 128, OutputDim = 96)] public sealed partial class Layer;", "By32")]
    [InlineData("[Linear(InputDim = 128, OutputDim = 65)] public sealed partial class Layer;", "By16")]
    [InlineData("[Linear(InputDim = 128, OutputDim = 32)] public sealed partial class Layer;", "By32UpTo32")]
    [InlineData("[Linear(InputDim = 128, OutputDim = 1)] public sealed partial class Layer;", "By16UpTo16")]
    [InlineData("[Linear(InputDim = 1, OutputDim = 64, WeightElement = WeightElement.Int8)] public sealed partial class Layer;", "OfInt8By64")]
    [InlineData("[FeedForward(InputDim = 64, HiddenDim = 513)] public sealed partial class Layer;", "By16InBlocksGoingOn")]
    [InlineData("[MultiHeadAttention(InputDim = 64, Heads = 2, SequenceLength = 6)] public sealed partial class Layer;", "Of6RowsBy64")]
    [InlineData("[MultiHeadAttention(InputDim = 64, Heads = 2, SequenceLength = 70)] public sealed partial class Layer;", "Of6And64RowsBy64")]
    public void ThePlanGivesTheProjectionItsName(string declaration, string name) => Assert.Equal([name], Projections(declaration));

    [Fact]
    public void ABlockHasThoseOfItsParts()
    {
        Assert.Equal(["By64", "By64InBlocks"], Projections(
            """
            [TransformerBlock, MultiHeadAttention(InputDim = 64, Heads = 2), FeedForward(InputDim = 64, HiddenDim = 256)]
            public sealed partial class Block;
            """));
    }

    [Fact]
    public void AttentionWithoutALayerHasNone() => Assert.Empty(Projections("[Attention(HeadDim = 64)] public readonly partial struct Routine;"));

    /// <summary>Names of the classes of projections, without their first word.</summary>
    private static IEnumerable<string> Projections(params string[] declarations) =>
        GeneratorHarness.Run($"using SpanAttention;\n\n{string.Join("\n\n", declarations)}\n").Files.Keys
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static name => name[Prefix.Length..name.IndexOf('.', StringComparison.Ordinal)])
            .Distinct().Order(StringComparer.Ordinal);
}
