using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Linear and feed-forward layers and blocks as plain loops that are right.</summary>
internal static class RightBlocks
{
    private static readonly LayerShape Attention = new() { InputDim = 5, HeadDim = 4, Heads = 4, KeyValueHeads = 2, Causal = true, ContextLength = 200, Rotary = RotaryLayout.HalfSplit };
    private static readonly BlockShape Block = new() { Attention = Attention, FeedForward = new() { InputDim = 5, HiddenDim = 7 } };
    private static readonly BlockShape RootMeanSquare = Block with { Norm = NormKind.RootMeanSquare, FeedForward = new() { InputDim = 5, HiddenDim = 7, Activation = Activation.Silu, Gated = true, Bias = false } };

    public static IReadOnlyDictionary<string, LayerRoutine> All { get; } = new Dictionary<string, LayerRoutine>(
    [
        .. Enum.GetValues<Activation>().Select(static activation => Of($"linear, {activation}", new LinearShape { InputDim = 5, OutputDim = 3, Activation = activation })),
        .. Enum.GetValues<Activation>().Select(static activation => Of($"feed-forward, {activation}", new FeedForwardShape { InputDim = 4, HiddenDim = 9, Activation = activation })),
        Of("linear, of one float", new LinearShape { InputDim = 1, OutputDim = 1, Activation = Activation.Relu }),
        Of("linear, inputs first, no bias", new LinearShape { InputDim = 7, OutputDim = 18, WeightLayout = WeightLayout.InputByOutput, Bias = false }),
        Of("feed-forward, gated", new FeedForwardShape { InputDim = 6, HiddenDim = 5, OutputDim = 2, Activation = Activation.Silu, Gated = true }),
        Of("feed-forward, fused, inputs first", new FeedForwardShape { InputDim = 6, HiddenDim = 5, Gated = true, FusedGateUp = true, WeightLayout = WeightLayout.InputByOutput }),
        Of("feed-forward, a gate that rectifies", new FeedForwardShape { InputDim = 3, HiddenDim = 2, OutputDim = 1, Activation = Activation.Relu, Gated = true, Bias = false }),
        Shortened("linear, stored as BFloat16", new LinearShape { InputDim = 5, OutputDim = 3, Activation = Activation.Gelu }),
        .. Enum.GetValues<NormPlacement>().Select(static placement => Of($"block, {placement}", Block with { NormPlacement = placement })),
        .. Enum.GetValues<NormPlacement>().Select(static placement => Of($"block of root mean squares, {placement}", RootMeanSquare with { NormPlacement = placement })),
        Of("block, parallel", Block with { Parallel = true, NormBias = false }),
        Of("block, scaled", Block with { ResidualScale = 0.25, NormEpsilon = 1e-12 }),
        Of("block, windows", Block with { Attention = Attention with { LeftWindow = 20 } }),
        Of("block, not causal", Block with { Attention = new() { InputDim = 5 }, NormPlacement = NormPlacement.Post }),
        .. Enum.GetValues<NormPlacement>().Select(static placement => Decoder($"block with cross-attention, {placement}", Block with { NormPlacement = placement, CrossAttention = new() { InputDim = 5, ContextDim = 3, HeadDim = 4, Heads = 2, SoftCap = 3 } })),
        Stored("linear, of BFloat16", new LinearShape { InputDim = 7, OutputDim = 18, WeightElement = WeightElement.BFloat16 }),
        Of("block, normalized heads, stored as Half", Block with { Attention = Attention with { QkNorm = QkNorm.Head, CacheElement = CacheElement.Half } }),
    ]);

    private static KeyValuePair<string, LayerRoutine> Shortened(string name, LinearShape shape)
    {
        ScalarLinear layer = new(shape, RandomWeights.Of(shape));
        return new(name, LayerRoutine.Of(shape, layer.Weights, Forward) with { UnitRoundoff = 1.0 / 256 });

        void Forward(ReadOnlySpan<float> inputs, Span<float> destination)
        {
            float[] outputs = new float[inputs.Length / shape.InputDim * shape.OutputDim];
            layer.Map.Forward(inputs, outputs);
            Array.ConvertAll(outputs, Short.BFloat16).CopyTo(destination);
        }
    }

    private static KeyValuePair<string, LayerRoutine> Decoder(string name, BlockShape shape) => new(name, new ScalarBlock(shape, RandomWeights.Of(shape)) { SourceTokens = [.. Enumerable.Range(0, 21).Select(static index => ((index * 5 % 13) - 6) / 4f)] }.As(shape, RandomWeights.Of(shape)));

    private static KeyValuePair<string, LayerRoutine> Stored(string name, LinearShape shape)
    {
        LinearWeights weights = RandomWeights.Of(shape);
        return new(name, new ScalarLinear(shape, weights with { Weight = Array.ConvertAll(weights.Weight, Short.BFloat16) }).As(shape, weights));
    }

    private static KeyValuePair<string, LayerRoutine> Of(string name, LinearShape shape) => new(name, new ScalarLinear(shape, RandomWeights.Of(shape)).As(shape, RandomWeights.Of(shape)));

    private static KeyValuePair<string, LayerRoutine> Of(string name, FeedForwardShape shape) => new(name, new ScalarFeedForward(shape, RandomWeights.Of(shape)).As(shape, RandomWeights.Of(shape)));

    private static KeyValuePair<string, LayerRoutine> Of(string name, BlockShape shape) => new(name, new ScalarBlock(shape, RandomWeights.Of(shape)).As(shape, RandomWeights.Of(shape)));
}
