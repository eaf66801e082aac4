using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Merges with emitted code and with the reference.</summary>
public static class MergeBits
{
    public static AttentionResult Compiled(ICompiledAttention compiled, AttentionResult first, AttentionResult second)
    {
        float[] context = new float[first.Context.Length];
        float[] logSumExp = new float[first.LogSumExp.Length];
        compiled.Merge(first.Context, first.LogSumExp, second.Context, second.LogSumExp, context, logSumExp);
        return new AttentionResult(context, logSumExp);
    }

    public static AttentionResult Reference(AttentionShape shape, AttentionResult first, AttentionResult second)
    {
        CanonicalMerge merge = new(CanonicalArithmetic.Running);
        int tokens = first.LogSumExp.Length / shape.Heads;
        float[] context = new float[first.Context.Length];
        float[] logSumExp = new float[first.LogSumExp.Length];
        for (int row = 0; row < logSumExp.Length; row++)
        {
            Range head = Head(shape, row, tokens);
            logSumExp[row] = merge.Row(first.Context.AsSpan(head), first.LogSumExp[row], second.Context.AsSpan(head), second.LogSumExp[row], context.AsSpan(head));
        }

        return new AttentionResult(context, logSumExp);
    }

    private static Range Head(AttentionShape shape, int row, int tokens)
    {
        int start = shape.Context(tokens).Offset(row % tokens, row / tokens);
        return start..(start + shape.ValueDim);
    }
}
