namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The members that [Attention] emits. Glue compiled beside each declaration implements it, since spans cannot pass through reflection.</summary>
public interface ICompiledAttention
{
    void Forward(in CallOperands operands, Span<float> destination);

    void Forward(in CallOperands operands, Span<float> destination, Span<float> logSumExp);

    void Forward(in CallOperands operands, int keyCount, Span<float> destination);

    void Forward(in CallOperands operands, int keyCount, Span<float> destination, Span<float> logSumExp);

    void Weights(in CallOperands operands, Span<float> destination);

    void Weights(in CallOperands operands, int keyCount, Span<float> destination);

    void Scores(in CallOperands operands, ScoreStage stage, Span<float> destination);

    void Merge(
        ReadOnlySpan<float> outputA,
        ReadOnlySpan<float> logSumExpA,
        ReadOnlySpan<float> outputB,
        ReadOnlySpan<float> logSumExpB,
        Span<float> output,
        Span<float> logSumExp);

    int BlockCount(int queryLength);

    void ForwardBlock(int block, in CallOperands operands, Span<float> destination);

    void ForwardBlock(int block, in CallOperands operands, Span<float> destination, Span<float> logSumExp);

    void ForwardBlock(int block, in CallOperands operands, int keyCount, Span<float> destination);

    void ForwardBlock(int block, in CallOperands operands, int keyCount, Span<float> destination, Span<float> logSumExp);

    void ForwardParallel(in CallOperands operands, Memory<float> destination);

    void Backward(in CallOperands operands, in BackwardOperands backward);

    void Backward(in CallOperands operands, int keyCount, in BackwardOperands backward);

    int StateLength(int queryLength);

    void Begin(in CallOperands operands, Span<float> state);

    void Continue(in CallOperands operands, int firstKey, int totalKeys, Span<float> state);

    void Continue(in CallOperands operands, int keyCount, int firstKey, int totalKeys, Span<float> state);

    void Finish(ReadOnlySpan<float> state, Span<float> destination);

    void Finish(ReadOnlySpan<float> state, Span<float> destination, Span<float> logSumExp);

    long Flops(int queryLength, int keyLength);

    /// <summary>Heads, KeyValueHeads, HeadDim, ValueDim, StackBytes.</summary>
    int[] Constants { get; }
}
