namespace SpanAttention.Verification;

internal sealed class BlocksMakeTheWhole : AttentionLaw
{
    public override string Equation => "ForwardBlock(b) for all b, in any order = Forward";

    public override string Reason => "Blocks are rows of their own, and no row depends on the others.";

    public override bool Concerns(AttentionRoutine routine) => routine is { ForwardBlock: not null, BlockCount: not null };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        ErrorBound bound = ErrorBound.Of(source);
        (float[] context, float[] logSumExp) = routine.CallForwardBlocks(source);
        Violation? violation = Comparison.Contexts(routine, source, routine.CallForward(source), context, 2 * bound.Context);
        return violation is null && routine.ForwardWithLogSumExp is not null
            ? Comparison.Close([.. routine.CallForwardWithLogSumExp(source).LogSumExp.Select(static number => (double)number)], logSumExp, 2 * bound.LogSumExp, index => Comparison.RowPlace(source, "logSumExp", index))
            : violation;
    }
}
