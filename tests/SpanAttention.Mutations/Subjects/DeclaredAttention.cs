using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Subjects;

/// <summary>Emitted attention called as code that is generic in the declared type calls it. What such code cannot call comes from the type itself.</summary>
internal sealed class DeclaredAttention<T>(ICompiledAttention own) : ICompiledAttention
    where T : IDeclaredAttention
{
    public int[] Constants => own.Constants;

    public void Forward(in CallOperands operands, Span<float> destination) => T.Forward(Operands(operands), destination);

    public void Forward(in CallOperands operands, Span<float> destination, Span<float> logSumExp) => T.Forward(Operands(operands), destination, logSumExp);

    public void Forward(in CallOperands operands, int keyCount, Span<float> destination) => T.Forward(Operands(operands, keyCount), destination);

    public void Forward(in CallOperands operands, int keyCount, Span<float> destination, Span<float> logSumExp) => T.Forward(Operands(operands, keyCount), destination, logSumExp);

    public void Weights(in CallOperands operands, Span<float> destination) => T.Weights(Operands(operands), destination);

    public void Weights(in CallOperands operands, int keyCount, Span<float> destination) => T.Weights(Operands(operands, keyCount), destination);

    public void Scores(in CallOperands operands, ScoreStage stage, Span<float> destination) => T.Scores(Operands(operands), stage, destination);

    public void Merge(
        ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB, Span<float> output, Span<float> logSumExp) =>
        T.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp);

    public int BlockCount(int queryLength) => T.BlockCount(queryLength);

    public void ForwardBlock(int block, in CallOperands operands, Span<float> destination) => own.ForwardBlock(block, operands, destination);

    public void ForwardBlock(int block, in CallOperands operands, Span<float> destination, Span<float> logSumExp) => T.ForwardBlock(block, Operands(operands), destination, logSumExp);

    public void ForwardBlock(int block, in CallOperands operands, int keyCount, Span<float> destination) => own.ForwardBlock(block, operands, keyCount, destination);

    public void ForwardBlock(int block, in CallOperands operands, int keyCount, Span<float> destination, Span<float> logSumExp) =>
        T.ForwardBlock(block, Operands(operands, keyCount), destination, logSumExp);

    public void ForwardParallel(in CallOperands operands, Memory<float> destination) => own.ForwardParallel(operands, destination);

    public void Backward(in CallOperands operands, in BackwardOperands backward) => own.Backward(operands, backward);

    public void Backward(in CallOperands operands, int keyCount, in BackwardOperands backward) => own.Backward(operands, keyCount, backward);

    public int StateLength(int queryLength) => own.StateLength(queryLength);

    public void Begin(in CallOperands operands, Span<float> state) => own.Begin(operands, state);

    public void Continue(in CallOperands operands, int firstKey, int totalKeys, Span<float> state) => own.Continue(operands, firstKey, totalKeys, state);

    public void Continue(in CallOperands operands, int keyCount, int firstKey, int totalKeys, Span<float> state) => own.Continue(operands, keyCount, firstKey, totalKeys, state);

    public void Finish(ReadOnlySpan<float> state, Span<float> destination) => own.Finish(state, destination);

    public void Finish(ReadOnlySpan<float> state, Span<float> destination, Span<float> logSumExp) => own.Finish(state, destination, logSumExp);

    public long Flops(int queryLength, int keyLength) => own.Flops(queryLength, keyLength);

    private static AttentionOperands Operands(CallOperands operands, int? keyCount = null) => new()
    {
        Query = operands.Query.Span,
        Key = operands.Key.Span,
        Value = operands.Value.Span,
        Mask = operands.Mask.Span,
        Bias = operands.Bias.Span,
        Sinks = operands.Sinks.Span,
        Keep = operands.Keep.Span,
        KeyCount = keyCount,
    };
}
