using SpanAttention;
using Training;

namespace Translation;

/// <summary>A block of the transformer's decoder, which looks at what it has written, then at the sentence that it translates.</summary>
[TransformerBlock(Gradients = true)]
[MultiHeadAttention(InputDim = 64, Heads = 4, Causal = true, ContextLength = 64)]
[CrossAttention(InputDim = 64, ContextDim = 64, Heads = 4)]
[FeedForward(InputDim = 64, HiddenDim = 256)]
internal sealed partial class DecoderBlock
{
    public static IEnumerable<TrainedTensor> Tensors(string name) =>
    [
        new($"{name}.attention.norm", 64),
        new($"{name}.attention.norm.bias", 64),
        .. BlockTensors.Attention($"{name}.attention", 64),
        new($"{name}.cross.norm", 64),
        new($"{name}.cross.norm.bias", 64),
        .. BlockTensors.Attention($"{name}.cross", 64),
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
        CrossAttentionNorm = weights[$"{name}.cross.norm"],
        CrossAttentionNormBias = weights[$"{name}.cross.norm.bias"],
        CrossAttention =
        {
            Query = weights[$"{name}.cross.query"],
            Key = weights[$"{name}.cross.key"],
            Value = weights[$"{name}.cross.value"],
            Output = weights[$"{name}.cross.output"],
            OutputBias = weights[$"{name}.cross.output.bias"],
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
        CrossAttentionNorm = gradients[weights.RangeOf($"{name}.cross.norm")],
        CrossAttentionNormBias = gradients[weights.RangeOf($"{name}.cross.norm.bias")],
        CrossAttention =
        {
            Query = gradients[weights.RangeOf($"{name}.cross.query")],
            Key = gradients[weights.RangeOf($"{name}.cross.key")],
            Value = gradients[weights.RangeOf($"{name}.cross.value")],
            Output = gradients[weights.RangeOf($"{name}.cross.output")],
            OutputBias = gradients[weights.RangeOf($"{name}.cross.output.bias")],
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
