namespace SpanAttention.Verification;

internal sealed class BlocksMakeTheWhole : AttentionLaw
{
    public override string Equation => "ForwardBlock(b) for all b, in any order = Forward";

    public override string Reason => "Blocks are rows of their own, and no row depends on the others.";

    public override bool Concerns(AttentionRoutine routine) => routine is { ForwardBlock: not null, BlockCount: not null };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionReference reference = AttentionReference.Of(routine, source);
        (float[] context, float[] logSumExp) = routine.CallForwardBlocks(source);
        return Comparison.Contexts(routine, source, routine.CallForward(source), context, reference.ContextBound.Times(2))
            ?? Comparison.Close(reference.LogSumExp, logSumExp, reference.LogSumExpBound, index => Comparison.RowPlace(source, "logSumExp", index))
            ?? SameSums(routine, source, logSumExp);
    }

    private static Violation? SameSums(AttentionRoutine routine, AttentionCase source, float[] logSumExp) =>
        routine.ForwardWithLogSumExp is null || !routine.Promises.HasFlag(AttentionPromises.SameBits)
            ? null
            : Comparison.Same(routine.CallForwardWithLogSumExp(source).LogSumExp, logSumExp, index => Comparison.RowPlace(source, "logSumExp", index));
}
