using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [FeedForward].</summary>
public interface IFeedForward<TFeedForward>
    where TFeedForward : IFeedForward<TFeedForward>
{
    static abstract TFeedForward Create(FeedForwardTensors tensors);

    void Forward(ReadOnlySpan<float> inputs, Span<float> destination);
}
