using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests;

/// <summary>Delegates with every option: right ones have all properties, and one wrong step is found.</summary>
public sealed class OptionTests
{
    private static readonly VerificationSettings Settings = new() { Cases = 40, Seed = RunSeed.For(nameof(OptionTests)) };

    private static readonly Dictionary<string, AttentionShape> Shapes = new()
    {
        ["plain"] = new() { HeadDim = 3 },
        ["causal"] = new() { HeadDim = 3, Causal = true },
        ["causal, top left"] = new() { HeadDim = 3, Causal = true, Alignment = QueryAlignment.TopLeft },
        ["windows"] = new() { HeadDim = 3, LeftWindow = 2, RightWindow = 1 },
        ["causal window"] = new() { HeadDim = 2, Heads = 2, Causal = true, LeftWindow = 3 },
        ["soft cap"] = new() { HeadDim = 3, SoftCap = 5, Scale = 2 },
        ["key mask"] = new() { HeadDim = 3, Mask = AttentionMask.Keys },
        ["mask"] = new() { HeadDim = 3, Heads = 4, KeyValueHeads = 2, Mask = AttentionMask.QueryKeys },
        ["mask by heads"] = new() { HeadDim = 3, Heads = 2, Mask = AttentionMask.HeadQueryKeys, Layout = AttentionLayout.HeadsFirst },
        ["bias"] = new() { HeadDim = 3, Heads = 4, KeyValueHeads = 2, Bias = AttentionBias.QueryKeys },
        ["bias by heads"] = new() { HeadDim = 3, Heads = 2, Bias = AttentionBias.HeadQueryKeys, Causal = true },
        ["ALiBi"] = new() { HeadDim = 3, Heads = 6, KeyValueHeads = 3, Alibi = true },
        ["sinks"] = new() { HeadDim = 3, Heads = 2, Sinks = true, Mask = AttentionMask.QueryKeys },
        ["all"] = new()
        {
            HeadDim = 3, ValueDim = 2, Heads = 6, KeyValueHeads = 2, Scale = 0.7, Causal = true, LeftWindow = 4, SoftCap = 3,
            Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true,
        },
    };

    private static readonly Dictionary<string, Func<PlainAttention, PlainAttention>> Mistakes = new()
    {
        ["capped before it is scaled"] = static right => right with { Logit = static pair => (pair.Cap(pair.Raw) * pair.Scale) + pair.Bias - pair.Distance },
        ["biased before it is capped"] = static right => right with { Logit = static pair => pair.Cap((pair.Raw * pair.Scale) + pair.Bias) - pair.Distance },
        ["biased before it is scaled"] = static right => right with { Logit = static pair => pair.Cap((pair.Raw + pair.Bias) * pair.Scale) - pair.Distance },
        ["distance added instead of subtracted"] = static right => right with { Logit = static pair => pair.Cap(pair.Raw * pair.Scale) + pair.Bias + pair.Distance },
        ["not scaled"] = static right => right with { Logit = static pair => pair.Cap(pair.Raw) + pair.Bias - pair.Distance },
        ["windows one key late"] = static right => right with { Sees = static pair => pair.IsVisibleOneEarlier },
        ["hidden keys near −10⁴"] = static right => right with { Sees = static _ => true, Logit = pair => pair.IsVisible ? right.Logit(pair) : -10_000 },
        ["sink of the wrong sign"] = static right => right with { Sink = static sink => -sink },
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    public static TheoryData<string, string> MistakesAndShapes => new()
    {
        { "capped before it is scaled", "soft cap" },
        { "biased before it is capped", "all" },
        { "biased before it is scaled", "bias" },
        { "distance added instead of subtracted", "ALiBi" },
        { "not scaled", "plain" },
        { "windows one key late", "windows" },
        { "windows one key late", "causal" },
        { "windows one key late", "causal, top left" },
        { "windows one key late", "causal window" },
        { "hidden keys near −10⁴", "key mask" },
        { "hidden keys near −10⁴", "mask by heads" },
        { "hidden keys near −10⁴", "bias by heads" },
        { "sink of the wrong sign", "sinks" },
    };

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void ARightDelegateHasAllProperties(string shape)
    {
        AttentionVerification verification = AttentionProperties.Of(Routine(new PlainAttention(Shapes[shape])));

        verification.CheckAll(Settings);
    }

    [Theory]
    [MemberData(nameof(MistakesAndShapes))]
    public void AWrongStepIsFound(string mistake, string shape)
    {
        PlainAttention right = new(Shapes[shape]);

        IReadOnlyList<Counterexample> found = AttentionProperties.Of(Routine(Mistakes[mistake](right))).FalsifyAll(Settings);

        Assert.NotEmpty(found);
    }

    private static AttentionRoutine Routine(PlainAttention attention) => new() { Shape = attention.Shape, Forward = attention.Forward, TakesKeyCount = true };
}
