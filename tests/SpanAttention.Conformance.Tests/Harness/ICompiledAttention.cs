namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The members that [Attention] emits. Glue compiled beside each declaration implements it, since spans cannot pass through reflection.</summary>
public interface ICompiledAttention
{
    void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination);

    void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination, Span<float> logSumExp);

    void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination);

    void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination, Span<float> logSumExp);

    void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, Span<float> destination);

    void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, int keyCount, Span<float> destination);

    void Scores(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ScoreStage stage, Span<float> destination);

    void Merge(
        ReadOnlySpan<float> outputA,
        ReadOnlySpan<float> logSumExpA,
        ReadOnlySpan<float> outputB,
        ReadOnlySpan<float> logSumExpB,
        Span<float> output,
        Span<float> logSumExp);

    int BlockCount(int queryLength);

    void ForwardBlock(int block, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination);

    void ForwardBlock(int block, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination, Span<float> logSumExp);

    void ForwardBlock(int block, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination);

    void ForwardBlock(int block, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination, Span<float> logSumExp);

    void ForwardParallel(ReadOnlyMemory<float> query, ReadOnlyMemory<float> key, ReadOnlyMemory<float> value, Memory<float> destination);

    long Flops(int queryLength, int keyLength);

    /// <summary>Heads, KeyValueHeads, HeadDim, ValueDim, StackBytes.</summary>
    int[] Constants { get; }
}
