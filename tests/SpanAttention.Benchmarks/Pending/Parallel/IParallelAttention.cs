namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [Attention]; what is emitted implements it.</summary>
public interface IParallelAttention
{
    static abstract void ForwardParallel(ReadOnlyMemory<float> query, ReadOnlyMemory<float> key, ReadOnlyMemory<float> value, Memory<float> destination);
}
