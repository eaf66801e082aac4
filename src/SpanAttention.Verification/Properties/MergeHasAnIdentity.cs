namespace SpanAttention.Verification;

internal sealed class MergeHasAnIdentity : AttentionLaw
{
    public override string Equation => "merge(a, (0, −∞)) = a = merge((0, −∞), a), and merge(a, b) = merge(b, a), bit for bit but for the sign of a zero";

    public override string Reason => "(0, −∞) is attention over no key at all; and the union of two sets has no order. A sum with +0 makes −0 a +0.";

    public override bool Concerns(AttentionRoutine routine) =>
        routine is { Merge: not null, ForwardWithLogSumExp: not null } && routine.Promises.HasFlag(AttentionPromises.SameBits);

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        (float[] Context, float[] LogSumExp) some = routine.CallForwardWithLogSumExp(source);
        (float[] Context, float[] LogSumExp) other = routine.CallForwardWithLogSumExp(new CaseData(source.Choice).Fill(source with { Kind = CaseKind.Ordinary }));
        (float[] Context, float[] LogSumExp) none = (new float[some.Context.Length], [.. some.LogSumExp.Select(static _ => float.NegativeInfinity)]);
        return Same(source, some, routine.CallMerge(some, none), "merged with nothing")
            ?? Same(source, some, routine.CallMerge(none, some), "merged with nothing")
            ?? Same(source, routine.CallMerge(some, other), routine.CallMerge(other, some), "merged the other way round");
    }

    private static Violation? Same(AttentionCase source, (float[] Context, float[] LogSumExp) expected, (float[] Context, float[] LogSumExp) actual, string how) =>
        Comparison.Same(Unsigned(expected.Context), Unsigned(actual.Context), index => $"{Comparison.ContextPlace(source, index)}, {how}")
        ?? Comparison.Same(expected.LogSumExp, actual.LogSumExp, index => $"{Comparison.RowPlace(source, "logSumExp", index)}, {how}");

    private static float[] Unsigned(float[] numbers) => [.. numbers.Select(static number => number + 0f)];
}
