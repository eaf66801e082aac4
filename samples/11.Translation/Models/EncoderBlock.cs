using SpanAttention;
using Training;

namespace Translation;

/// <summary>A block of the transformer's encoder.</summary>
[TransformerBlock(Gradients = true)]
[MultiHeadAttention(InputDim = 64, Heads = 4)]
[FeedForward(InputDim = 64, HiddenDim = 256)]
internal sealed partial class EncoderBlock
{
    public static IEnumerable<TrainedTensor> Tensors(string name) =>
    [
        new($"{name}.attention.norm", 64),
        new($"{name}.attention.norm.bias", 64),
        .. BlockTensors.Attention($"{name}.attention", 64),
        new($"{name}.feedForward.norm", 64),
        new($"{name}.feedForward.norm.bias", 64),
        .. BlockTensors.FeedForward($"{name}.feedForward", 64, 256),
    ];

    public static Weights WeightsOf(TrainedWeights weights, string name) => new()
    {
        AttentionNorm = weights[$"{name}.attention.norm"],
        AttentionNormBias = weights[$"{name}.attention.norm.bias"],
        Attention =
        {
            Query = weights[$"{name}.attention.query"],
            Key = weights[$"{name}.attention.key"],
            Value = weights[$"{name}.attention.value"],
            Output = weights[$"{name}.attention.output"],
            OutputBias = weights[$"{name}.attention.output.bias"],
        },
        FeedForwardNorm = weights[$"{name}.feedForward.norm"],
        FeedForwardNormBias = weights[$"{name}.feedForward.norm.bias"],
        FeedForward =
        {
            Up = weights[$"{name}.feedForward.up"],
            UpBias = weights[$"{name}.feedForward.up.bias"],
            Down = weights[$"{name}.feedForward.down"],
            DownBias = weights[$"{name}.feedForward.down.bias"],
        },
    };

    public static Gradients GradientsOf(TrainedWeights weights, Span<float> gradients, string name) => new()
    {
        AttentionNorm = gradients[weights.RangeOf($"{name}.attention.norm")],
        AttentionNormBias = gradients[weights.RangeOf($"{name}.attention.norm.bias")],
        Attention =
        {
            Query = gradients[weights.RangeOf($"{name}.attention.query")],
            Key = gradients[weights.RangeOf($"{name}.attention.key")],
            Value = gradients[weights.RangeOf($"{name}.attention.value")],
            Output = gradients[weights.RangeOf($"{name}.attention.output")],
            OutputBias = gradients[weights.RangeOf($"{name}.attention.output.bias")],
        },
        FeedForwardNorm = gradients[weights.RangeOf($"{name}.feedForward.norm")],
        FeedForwardNormBias = gradients[weights.RangeOf($"{name}.feedForward.norm.bias")],
        FeedForward =
        {
            Up = gradients[weights.RangeOf($"{name}.feedForward.up")],
            UpBias = gradients[weights.RangeOf($"{name}.feedForward.up.bias")],
            Down = gradients[weights.RangeOf($"{name}.feedForward.down")],
            DownBias = gradients[weights.RangeOf($"{name}.feedForward.down.bias")],
        },
    };
}
