using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [MultiHeadAttention]; its constructor takes a type of its own, so each says how it is made.</summary>
public interface ILayer<TLayer>
    where TLayer : ILayer<TLayer>
{
    static abstract TLayer Create(LayerTensors tensors);

    void Forward(ReadOnlySpan<float> inputs, Span<float> destination);
}
