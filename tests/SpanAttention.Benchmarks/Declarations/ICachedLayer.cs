using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [MultiHeadAttention] and ContextLength.</summary>
public interface ICachedLayer<TLayer>
    where TLayer : ICachedLayer<TLayer>
{
    static abstract TLayer Create(LayerTensors tensors);

    KeyValueCache CreateCache();

    void Forward(ReadOnlySpan<float> inputs, KeyValueCache cache, Span<float> destination);
}
