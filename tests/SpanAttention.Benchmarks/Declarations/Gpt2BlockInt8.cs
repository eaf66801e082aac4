using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

[TransformerBlock]
[MultiHeadAttention(InputDim = 768, Heads = 12, Causal = true, QueryKeyValueBias = true, ContextLength = 1024, WeightElement = WeightElement.Int8)]
[FeedForward(InputDim = 768, HiddenDim = 3072, Activation = Activation.GeluTanh, WeightElement = WeightElement.Int8)]
internal sealed partial class Gpt2BlockInt8 : ICachedBlock<Gpt2BlockInt8>, ICachingBlock
{
    private BlockCaches? caches;

    public static Gpt2BlockInt8 Create(BlockTensors tensors) => new(new Weights
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

    public void Begin(ReadOnlySpan<float> text, int count) => caches = new BlockCaches(this, InputDim, text, count);

    public void Continue(Span<float> stream, int firstCache) => caches!.Continue(stream, firstCache);
}
