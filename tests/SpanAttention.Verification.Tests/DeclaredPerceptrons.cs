using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests;

// Layers that map token by token: activations, layouts and gates, narrow and wider than a vector.

[Linear(InputDim = 6, OutputDim = 5)]
internal sealed partial class PlainLinear;

[Linear(InputDim = 3, OutputDim = 19, Activation = Activation.Gelu, Bias = false, WeightLayout = WeightLayout.InputByOutput)]
internal sealed partial class GeluLinear;

[Linear(InputDim = 9, OutputDim = 1, Activation = Activation.Relu)]
internal sealed partial class ReluLinear;

[Linear(InputDim = 70, OutputDim = 3, WeightElement = WeightElement.Int8)]
internal sealed partial class Int8Linear;

[Linear(InputDim = 5, OutputDim = 18, Bias = false, WeightLayout = WeightLayout.InputByOutput, WeightElement = WeightElement.BFloat16)]
internal sealed partial class BFloat16Linear;

[FeedForward(InputDim = 6, HiddenDim = 40, Activation = Activation.Silu, Gated = true, Bias = false, WeightElement = WeightElement.Int8)]
internal sealed partial class Int8FeedForward;

[FeedForward(InputDim = 6, HiddenDim = 17)]
internal sealed partial class GeluFeedForward;

[FeedForward(InputDim = 5, HiddenDim = 12, OutputDim = 3, Activation = Activation.Silu, Gated = true, Bias = false)]
internal sealed partial class GatedFeedForward;

[FeedForward(InputDim = 4, HiddenDim = 7, Activation = Activation.GeluTanh, Gated = true, FusedGateUp = true, WeightLayout = WeightLayout.InputByOutput)]
internal sealed partial class FusedFeedForward;

[FeedForward(InputDim = 8, HiddenDim = 6, Activation = Activation.ReluSquared)]
internal sealed partial class ReluFeedForward;

/// <summary>The layers as the kit calls them, with weights between −1 and 1, which it knows.</summary>
internal static class DeclaredPerceptrons
{
    public static LayerRoutine Linear { get; } = Of<PlainLinear>(static weights => new PlainLinear(new PlainLinear.Weights { Weight = weights.Weight, Bias = weights.Bias }), static layer => layer.Forward, static layer => layer.ForwardAdd, static layer => layer.CopyWeights);

    public static IReadOnlyDictionary<string, LayerRoutine> All { get; } = new[]
    {
        Linear,
        Of<GeluLinear>(static weights => new GeluLinear(new GeluLinear.Weights { Weight = weights.Weight }), static layer => layer.Forward, static layer => layer.ForwardAdd, static layer => layer.CopyWeights),
        Of<ReluLinear>(static weights => new ReluLinear(new ReluLinear.Weights { Weight = weights.Weight, Bias = weights.Bias }), static layer => layer.Forward, static layer => layer.ForwardAdd, static layer => layer.CopyWeights),
        Of<Int8Linear>(static weights => new Int8Linear(new Int8Linear.Weights { Weight = weights.Weight, Bias = weights.Bias }), static layer => layer.Forward, static layer => layer.ForwardAdd, static layer => layer.CopyWeights),
        Of<BFloat16Linear>(static weights => new BFloat16Linear(new BFloat16Linear.Weights { Weight = weights.Weight }), static layer => layer.Forward, static layer => layer.ForwardAdd, static layer => layer.CopyWeights),
        FeedForward<Int8FeedForward>(
            static weights => new Int8FeedForward(new Int8FeedForward.Weights { Up = weights.Up, Gate = weights.Gate, Down = weights.Down }), static layer => layer.Forward, static layer => layer.ForwardAdd),
        FeedForward<GeluFeedForward>(
            static weights => new GeluFeedForward(new GeluFeedForward.Weights { Up = weights.Up, UpBias = weights.UpBias, Down = weights.Down, DownBias = weights.DownBias }), static layer => layer.Forward, static layer => layer.ForwardAdd),
        FeedForward<GatedFeedForward>(
            static weights => new GatedFeedForward(new GatedFeedForward.Weights { Up = weights.Up, Gate = weights.Gate, Down = weights.Down }), static layer => layer.Forward, static layer => layer.ForwardAdd),
        FeedForward<FusedFeedForward>(
            static weights => new FusedFeedForward(new FusedFeedForward.Weights { GateUp = weights.GateUp, GateUpBias = weights.GateUpBias, Down = weights.Down, DownBias = weights.DownBias }),
            static layer => layer.Forward,
            static layer => layer.ForwardAdd),
        FeedForward<ReluFeedForward>(
            static weights => new ReluFeedForward(new ReluFeedForward.Weights { Up = weights.Up, UpBias = weights.UpBias, Down = weights.Down, DownBias = weights.DownBias }), static layer => layer.Forward, static layer => layer.ForwardAdd),
    }.ToDictionary(static routine => routine.Name);

    private static LayerRoutine Of<T>(Func<LinearWeights, T> create, Func<T, LayerCall> forward, Func<T, LayerAddCall> forwardAdd, Func<T, CopyWeightsCall> copyWeights)
    {
        LinearShape shape = LinearShape.Of<T>();
        LinearWeights weights = RandomWeights.Of(shape);
        T layer = create(weights);
        return LayerRoutine.Of(shape, weights, forward(layer)) with { Name = typeof(T).Name, ForwardAdd = forwardAdd(layer), CopyWeights = copyWeights(layer), Promises = AttentionPromises.All };
    }

    private static LayerRoutine FeedForward<T>(Func<FeedForwardWeights, T> create, Func<T, LayerCall> forward, Func<T, LayerAddCall> forwardAdd)
    {
        FeedForwardShape shape = FeedForwardShape.Of<T>();
        FeedForwardWeights weights = RandomWeights.Of(shape);
        T layer = create(weights);
        return LayerRoutine.Of(shape, weights, forward(layer)) with { Name = typeof(T).Name, ForwardAdd = forwardAdd(layer), Promises = AttentionPromises.All };
    }
}
