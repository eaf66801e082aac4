using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Layers that are broken in one way each: the properties that must name it do. And layers that are not.</summary>
public sealed class BrokenLayerTests
{
    // Some mistakes show in few cases; looking ends with the first that does.
    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(BrokenLayerTests)), Cases = 2_000, ShrinkingCalls = 200 };

    private static readonly LayerShape Shape = new() { InputDim = 5, HeadDim = 4, Heads = 4, KeyValueHeads = 2, OutputDim = 3, Causal = true, ContextLength = 200, Rotary = RotaryLayout.HalfSplit };

    private static readonly Dictionary<string, LayerShape> Right = new()
    {
        ["grouped, turned"] = Shape,
        ["normalized, with biases"] = Shape with { QkNorm = QkNorm.Head, QueryKeyValueBias = true, Rotary = RotaryLayout.Interleaved, RotaryDim = 2 },
        ["slopes, sinks and a soft cap"] = Shape with { Rotary = RotaryLayout.None, Alibi = true, SoftCap = 2, Sinks = true },
        ["a window"] = Shape with { LeftWindow = 20 },
        ["not causal"] = new() { InputDim = 3, HeadDim = 3, Heads = 2, WeightLayout = WeightLayout.InputByOutput },
        ["windows on both sides"] = new() { InputDim = 3, HeadDim = 3, LeftWindow = 5, RightWindow = 2 },
        ["without output projection"] = new() { InputDim = 4, OutputDim = 6, HeadDim = 3, Heads = 2, OutputProjection = false },
        ["cross-attention"] = new() { InputDim = 5, ContextDim = 3, HeadDim = 4, Heads = 4, KeyValueHeads = 2, OutputDim = 3, QkNorm = QkNorm.Head, SoftCap = 3, Sinks = true, QueryKeyValueBias = true },
        ["normalized across heads"] = Shape with { QkNorm = QkNorm.Projection },
        ["normalized about the mean"] = Shape with { QkNorm = QkNorm.HeadLayerNorm, QkNormEpsilon = 1e-5 },
        ["gated"] = Shape with { OutputGate = true, QueryKeyValueBias = true },
        ["stored as Half"] = Shape with { CacheElement = CacheElement.Half },
        ["stored as BFloat16"] = Shape with { CacheElement = CacheElement.BFloat16 },
    };

    public static TheoryData<string, string> Mistakes
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach ((string mistake, (LayerRoutine _, string[] properties)) in LayerMistakes.All)
            {
                Array.ForEach(properties, property => rows.Add(mistake, property));
            }

            return rows;
        }
    }

    public static TheoryData<string> Rights => [.. Right.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AreFalsified(string mistake, string property) => Assert.NotNull(AttentionProperties.Of(LayerMistakes.All[mistake].Routine)[property].Falsify(Settings));

    [Theory]
    [MemberData(nameof(Rights))]
    public void RightOnesPass(string layer)
    {
        LayerWeights weights = RandomWeights.Of(Right[layer]);
        float[] sourceTokens = [.. Enumerable.Range(0, 7 * Right[layer].ContextDim).Select(static index => ((index * 5 % 13) - 6) / 4f)];

        AttentionProperties.Of(new ScalarLayer(Right[layer], weights) { SourceTokens = sourceTokens }.As(Right[layer], weights)).CheckAll(Settings with { Cases = 25 });
    }

    [Fact]
    public void AreOfManyKinds() => Assert.InRange(LayerMistakes.All.Count, 75, int.MaxValue);
}
