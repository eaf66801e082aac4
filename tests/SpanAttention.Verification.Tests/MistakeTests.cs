using Verification.Kernels;

namespace SpanAttention.Verification.Tests;

/// <summary>The kernels of the sample: each is falsified by the property that names its mistake, on an input that can be read at a glance.</summary>
public sealed class MistakeTests
{
    private const int MostNumbers = 16;

    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(MistakeTests)) };

    private static readonly AttentionShape OneHead = new() { HeadDim = 1 };
    private static readonly AttentionShape Causal = OneHead with { Causal = true, Alignment = QueryAlignment.TopLeft };
    private static readonly AttentionShape Scaled = Causal with { HeadDim = ScaleAfterMask.HeadDim, Scale = ScaleAfterMask.Scale };
    private static readonly AttentionShape Grouped = OneHead with { Heads = TiledHeads.Heads, KeyValueHeads = TiledHeads.KeyValueHeads };

    [Fact]
    public void SoftmaxWithoutTheMaximum() => AssertFalsified(AttentionProperties.For(OneHead, BclAttention.Forward), "RowsSumToOne", "ShiftOfScoresChangesNothing", "WithinErrorBound");

    [Fact]
    public void ScaledAfterTheMask() => AssertFalsified(AttentionProperties.For(Scaled, ScaleAfterMask.Forward), "HiddenKeysDoNotReachResults", "WithinErrorBound");

    [Fact]
    public void CausalMaskOffByOne() => AssertFalsified(AttentionProperties.For(Causal, OffByOneCausal.Forward), "HiddenKeysDoNotReachResults", "WithinErrorBound");

    [Fact]
    public void HeadsTiledInsteadOfRepeated() => AssertFalsified(AttentionProperties.For(Grouped, TiledHeads.Forward), "SharedHeadsEqualRepeatedHeads", "WithinErrorBound");

    [Fact]
    public void RescaleForgotten() => AssertFalsified(AttentionProperties.For(OneHead, ForgottenRescale.Forward), "RowsSumToOne", "OrderOfKeysDoesNotMatter", "WithinErrorBound");

    [Fact]
    public void TailNotMasked() => AssertFalsified(AttentionProperties.For(OneHead, UnmaskedTail.Forward), "RowsSumToOne", "WithinErrorBound");

    [Fact]
    public void TheIssueInOneCase()
    {
        AttentionCase inputs = new(OneHead, 1, 3) { Query = [1], Key = [90, 2, -2], Value = [1, 1, 1] };

        Assert.False(AttentionProperties.For(OneHead, BclAttention.Forward)["WithinErrorBound"].Holds(inputs));
    }

    private static void AssertFalsified(AttentionVerification verification, params string[] expected)
    {
        PropertyFalsifiedException failure = Assert.Throws<PropertyFalsifiedException>(() => verification.CheckAll(Settings));

        string[] found = [.. failure.Counterexamples.Select(static counterexample => counterexample.Property.Name)];
        Assert.All(expected, name => Assert.Contains(name, found));
        Assert.All(failure.Counterexamples.Where(counterexample => expected.Contains(counterexample.Property.Name)), counterexample =>
            Assert.True(counterexample is CaseCounterexample<AttentionCase> { Case: { } inputs } && inputs.Query.Length + inputs.Key.Length + inputs.Value.Length <= MostNumbers, counterexample.ToString()));
    }
}
