using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

[MultiHeadAttention(InputDim = 768, Heads = 12, Causal = true, ContextLength = 1024)]
internal sealed partial class CachedModelLayer : ICachedLayer<CachedModelLayer>
{
    private KeyValueCache? cache;

    public static CachedModelLayer Create(LayerTensors tensors) => new(new Weights
    {
        Query = tensors.Query,
        Key = tensors.Key,
        Value = tensors.Value,
        Output = tensors.Output,
        OutputBias = tensors.OutputBias,
    });

    public void Continue(ReadOnlySpan<float> inputs, int cachedTokens, Span<float> destination)
    {
        cache ??= CreateCache();
        cache.TruncateTo(cachedTokens);
        Forward(inputs, cache, destination);
    }
}
