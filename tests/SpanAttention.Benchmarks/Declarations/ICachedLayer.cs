using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [MultiHeadAttention] and ContextLength. It keeps its cache to itself: a type of the library would be another one in another build.</summary>
public interface ICachedLayer<TLayer>
    where TLayer : ICachedLayer<TLayer>
{
    static abstract TLayer Create(LayerTensors tensors);

    /// <summary>Appends the inputs to the first cached tokens, and forgets what came after those.</summary>
    void Continue(ReadOnlySpan<float> inputs, int cachedTokens, Span<float> destination);
}
