namespace SpanAttention.Verification;

internal sealed class PartsMakeTheWhole : AttentionLaw
{
    private const int KeyTile = 64;

    public override string Equation => "finish(continue(B, continue(A, begin))) = attention over A and B, for keys that are cut at a multiple of 64";

    public override string Reason => "The state is what a row carries from one tile of keys to the next: its maximum, its sum, its context.";

    public override bool Concerns(AttentionRoutine routine) => routine is { State: not null, ForwardWithLogSumExp: not null };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionReference reference = AttentionReference.Of(routine, source);
        (float[] Context, float[] LogSumExp) whole = routine.CallForwardWithLogSumExp(source);
        int cut = KeyTile * (source.Choice % ((source.VisibleKeys / KeyTile) + 1));
        (float[] context, float[] logSumExp) = routine.CallParts(source, cut);
        return (Comparison.Contexts(routine, source, whole.Context, context, reference.ContextBound.Times(2)) ?? SameSums(routine, source, whole.LogSumExp, logSumExp, reference))
            .Where($"of keys 0 to {cut - 1}, carried on over the others").Of(source);
    }

    private static Violation? SameSums(AttentionRoutine routine, AttentionCase source, float[] whole, float[] carried, AttentionReference reference) => routine.Promises.HasFlag(AttentionPromises.SameBits)
        ? Comparison.Same(whole, carried, index => Comparison.RowPlace(source, "logSumExp", index))
        : Comparison.Close(reference.LogSumExp, carried, reference.LogSumExpBound, index => Comparison.RowPlace(source, "logSumExp", index));
}
