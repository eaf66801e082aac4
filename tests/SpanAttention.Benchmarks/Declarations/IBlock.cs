using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [TransformerBlock]; it works in place.</summary>
public interface IBlock<TBlock>
    where TBlock : IBlock<TBlock>
{
    static abstract TBlock Create(BlockTensors tensors);

    void Forward(Span<float> stream);

    void Forward(Span<float> stream, ReadOnlySpan<int> lengths);

    void ForwardParallel(Memory<float> stream);
}
