namespace SpanAttention.Verification;

internal sealed class MergeIsTheWeightedMean : AttentionLaw
{
    public override string Equation => "logSumExp = ln (e^a + e^b), output = e^(a − logSumExp) · outputA + e^(b − logSumExp) · outputB, for logSumExps a and b, however far apart; (0, −∞) where both are −∞";

    public override string Reason => "Parts weigh as much as their exponentials sum to. What has no key, −∞, has no weight: −∞ less −∞ is not a number.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Tied, CaseKind.SignedZero];

    public override bool Concerns(AttentionRoutine routine) => routine.Merge is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        MergeParts parts = MergeParts.Of(routine, source);
        MergeReference expected = new(routine, source, parts);
        (float[] context, float[] logSumExp) = routine.CallMerge(parts);
        return Comparison.Close(expected.LogSumExp, logSumExp, expected.LogSumExpBound, index => $"{Comparison.RowPlace(source, "logSumExp", index)}, {Words(parts, index)}")
            ?? Comparison.Close(expected.Context, context, expected.ContextBound, index => $"{Comparison.ContextPlace(source, index)}, {Words(parts, source.RowOfContext(index))}");
    }

    private static string Words(MergeParts parts, int row) => FormattableString.Invariant($"merged of logSumExps {parts.LogSumExpA[row]} and {parts.LogSumExpB[row]}");
}
