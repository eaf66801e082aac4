using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Tests;

/// <summary>What the options of [Attention] do to the plan, to members and to words.</summary>
public sealed class OptionPlanningTests
{
    [Theory]
    [InlineData("LeftWindow = 0", true)]
    [InlineData("LeftWindow = 127, Causal = true", true)]
    [InlineData("SoftCap = 50", true)]
    [InlineData("Mask = SpanAttention.AttentionMask.Keys", true)]
    [InlineData("Bias = SpanAttention.AttentionBias.QueryKeys", true)]
    [InlineData("Alibi = true", true)]
    [InlineData("Sinks = true", true)]
    [InlineData("Dropout = true", true)]
    [InlineData("Causal = true", false)]
    [InlineData("RightWindow = 7", false)] // an edge, as the causal one
    [InlineData("LeftWindow = -1, RightWindow = -1", false)]
    [InlineData("QueryStride = 192", false)]
    public void OptionsThatTakeAStepOfTheirOwn(string options, bool adjusts)
    {
        GeneratorRun run = Run($"HeadDim = 64, {options}");

        Assert.Equal(adjusts, Plan(run).Spec.Adjusts);
        Assert.Equal(adjusts, run.Files["Scaled.Kernel.g.cs"].Contains("void AdjustTile(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LeftWindow = 3")]
    [InlineData("RightWindow = 3")]
    [InlineData("SoftCap = 50")]
    [InlineData("Mask = SpanAttention.AttentionMask.Keys")]
    [InlineData("Bias = SpanAttention.AttentionBias.QueryKeys")]
    [InlineData("Alibi = true")]
    [InlineData("Sinks = true")]
    [InlineData("Dropout = true")]
    [InlineData("KeyStride = 9")]
    public void NoOptionIsTiny(string option)
    {
        Assert.NotNull(Plan(Run("HeadDim = 3, SequenceLength = 6")).Tiny);
        Assert.Null(Plan(Run($"HeadDim = 3, SequenceLength = 6, {option}")).Tiny);
    }

    [Theory]
    [InlineData("SoftCap = 50", true)]
    [InlineData("Bias = SpanAttention.AttentionBias.QueryKeys", true)]
    [InlineData("Alibi = true", true)]
    [InlineData("Sinks = true", true)]
    [InlineData("Mask = SpanAttention.AttentionMask.Keys", false)]
    [InlineData("LeftWindow = 3", false)]
    [InlineData("Dropout = true", false)]
    public void TheExponentsFactorHoldsTheScaleUnlessScoresDo(string option, bool isNatural)
    {
        string kernel = Run($"HeadDim = 4, {option}").Files["Scaled.Kernel.g.cs"];

        Assert.Equal(isNatural, kernel.Contains("ScaleLog2E = 1.44269502f;", StringComparison.Ordinal));
        Assert.Equal(!isNatural, kernel.Contains("ScaleLog2E = 0.721347511f;", StringComparison.Ordinal));
    }

    [Fact]
    public void SinksStartBeforeTheFirstTile()
    {
        Assert.True(Plan(Run("HeadDim = 32, SequenceLength = 64")).SingleTile);
        Assert.False(Plan(Run("HeadDim = 32, SequenceLength = 64, Sinks = true")).SingleTile);
    }

    [Theory]
    [InlineData(1, "float SlopeOf(int head) => 0.00390625f;")]
    [InlineData(4, "0 => 0.25f, 1 => 0.0625f, 2 => 0.015625f, _ => 0.00390625f,")]
    [InlineData(6, "0 => 0.25f, 1 => 0.0625f, 2 => 0.015625f, 3 => 0.00390625f, 4 => 0.5f, _ => 0.125f,")]
    public void SlopesAreThoseOfThePaper(int heads, string slopes) =>
        Assert.Contains(slopes, Run($"HeadDim = 4, Heads = {heads}, Alibi = true").Files["Scaled.Kernel.g.cs"].Replace(",\n            ", ", ", StringComparison.Ordinal));

    [Fact]
    public void SpansFollowEachOtherAsTheContractSays()
    {
        string members = Run(
            "HeadDim = 4, Heads = 2, Mask = SpanAttention.AttentionMask.Keys, Bias = SpanAttention.AttentionBias.QueryKeys, Sinks = true, Dropout = true").Files["Scaled.g.cs"]
            .Replace("global::System.", "", StringComparison.Ordinal);

        const string pair = "ReadOnlySpan<float> query, ReadOnlySpan<float> key, ";
        const string options = "ReadOnlySpan<bool> mask, ReadOnlySpan<float> bias, ReadOnlySpan<float> sinks, ";
        const string forward = pair + "ReadOnlySpan<float> value, " + options + "ReadOnlySpan<bool> keep, ";
        Assert.Contains($"void Forward({forward}Span<float> destination)", members);
        Assert.Contains($"void Forward({forward}int keyCount, Span<float> destination, Span<float> logSumExp)", members);
        Assert.Contains($"void ForwardBlock(int block, {forward}Span<float> destination)", members);
        Assert.Contains($"void ForwardParallel({forward.Replace("Span<", "Memory<", StringComparison.Ordinal)}Memory<float> destination)", members);
        Assert.Contains($"void Weights({pair}{options}int keyCount, Span<float> destination)", members);
        Assert.Contains($"void Scores({pair}ReadOnlySpan<bool> mask, ReadOnlySpan<float> bias, global::SpanAttention.ScoreStage stage, Span<float> destination)", members);
    }

    [Fact]
    public void RemarksNameTheOptions()
    {
        string members = Run(
            "HeadDim = 4, LeftWindow = 3, RightWindow = 0, SoftCap = 2.5, Mask = SpanAttention.AttentionMask.Keys, Bias = SpanAttention.AttentionBias.HeadQueryKeys, Alibi = true, Sinks = true, Dropout = true, DropoutRate = 0.25, QueryStride = 8")
            .Files["Scaled.g.cs"];

        Assert.Contains(
            "With a window of 3 keys before and 0 after a query's position, scores capped to ±2.5, a mask of keys, a bias of heads, queries and keys, ALiBi, a sink a head, dropout at a rate of 0.25, tokens as slices of wider rows.",
            members);
    }

    private static GeneratorRun Run(string arguments)
    {
        GeneratorRun run = GeneratorHarness.Run($"[SpanAttention.Attention({arguments})] partial struct Scaled;");
        Assert.Empty(run.Diagnostics);
        return run;
    }

    private static AttentionPlan Plan(GeneratorRun run) => (AttentionPlan)Assert.Single(run.Outputs<CompiledDeclaration>(TrackingNames.Compiled)).Plan!;
}
