namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [SelfAttention]; what is emitted implements it.</summary>
public interface ISelfAttention
{
    static abstract void Forward(ReadOnlySpan<float> inputs, Span<float> destination);
}
