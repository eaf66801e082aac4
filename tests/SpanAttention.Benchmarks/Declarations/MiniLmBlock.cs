using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

[TransformerBlock(NormPlacement = NormPlacement.Post, NormEpsilon = 1e-12)]
[MultiHeadAttention(InputDim = 384, Heads = 12, QueryKeyValueBias = true)]
[FeedForward(InputDim = 384, HiddenDim = 1536)]
internal sealed partial class MiniLmBlock : IBlock<MiniLmBlock>
{
    public static MiniLmBlock Create(BlockTensors tensors) => new(new Weights
    {
        Attention =
        {
            Query = tensors.Attention.Query,
            Key = tensors.Attention.Key,
            Value = tensors.Attention.Value,
            Output = tensors.Attention.Output,
            QueryBias = tensors.QueryBias,
            KeyBias = tensors.KeyBias,
            ValueBias = tensors.ValueBias,
            OutputBias = tensors.Attention.OutputBias,
        },
        FeedForward =
        {
            Up = tensors.FeedForward.Up,
            UpBias = tensors.FeedForward.UpBias,
            Down = tensors.FeedForward.Down,
            DownBias = tensors.FeedForward.DownBias,
        },
        AttentionNorm = tensors.AttentionNorm,
        AttentionNormBias = tensors.AttentionNormBias,
        FeedForwardNorm = tensors.FeedForwardNorm,
        FeedForwardNormBias = tensors.FeedForwardNormBias,
    });
}
