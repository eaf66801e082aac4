namespace SpanAttention.Verification;

internal sealed class OverloadsAgree : AttentionLaw
{
    public override string Equation => "Forward = Forward with logSumExp = Forward with keyCount = S, bit for bit";

    public override string Reason => "They are one routine; what else is asked for does not change a context.";

    public override bool Concerns(AttentionRoutine routine) =>
        routine.Promises.HasFlag(AttentionPromises.SameBits) && (routine.ForwardWithLogSumExp is not null || routine.TakesKeyCount);

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        float[] context = routine.CallForward(source);
        AttentionCase counted = routine.TakesKeyCount ? source with { KeyCount = source.VisibleKeys } : source;
        return Comparison.Same(context, routine.CallForward(counted), index => $"{Comparison.ContextPlace(source, index)}, with keyCount {counted.VisibleKeys}")
            ?? (routine.ForwardWithLogSumExp is null
                ? null
                : Comparison.Same(context, routine.CallForwardWithLogSumExp(source).Context, index => $"{Comparison.ContextPlace(source, index)}, with logSumExp"));
    }
}
