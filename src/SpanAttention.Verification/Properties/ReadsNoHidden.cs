namespace SpanAttention.Verification;

internal sealed class ReadsNoHidden : AttentionLaw
{
    public override string Equation => "context_i does not change when keys that query i does not see become NaN or ∞, with their values and biases";

    public override string Reason => "A hidden key may be memory that nobody has written. Weights of 0 are not enough: 0 · NaN is NaN. In a merge that goes for contexts of a part without keys.";

    public override IReadOnlyList<CaseKind> Kinds => [.. AttentionCases.Finite, CaseKind.Poison];

    public override bool Concerns(AttentionRoutine routine) => routine.Promises.HasFlag(AttentionPromises.ReadsNoHidden) && (HiddenKeys.Exist(routine) || routine.Merge is not null);

    public override Violation? Find(AttentionRoutine routine, AttentionCase source) =>
        (HiddenKeys.Exist(routine) ? Noticed(routine, source) : null) ?? (routine.Merge is null ? null : HiddenKeys.NoticedByMerge(routine, source, float.NaN, "NaN"));

    private static Violation? Noticed(AttentionRoutine routine, AttentionCase source)
    {
        int looking = source.Choice % source.QueryLength;
        AttentionCase poisoned = HiddenKeys.With(source, looking, static (_, _, key, _) => (key % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity }, float.NaN);
        return HiddenKeys.Noticed(routine, source, poisoned, looking, $"once the keys that query {looking} does not see are NaN and ∞");
    }
}
