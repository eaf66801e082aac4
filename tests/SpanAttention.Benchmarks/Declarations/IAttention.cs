namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [Attention]; what is emitted implements it.</summary>
public interface IAttention
{
    static abstract void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination);

    static abstract void ForwardParallel(ReadOnlyMemory<float> query, ReadOnlyMemory<float> key, ReadOnlyMemory<float> value, Memory<float> destination);
}
