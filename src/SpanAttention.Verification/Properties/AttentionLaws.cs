namespace SpanAttention.Verification;

/// <summary>All laws: first those that say what attention is, then what it must not do, then what routines promise beyond.</summary>
internal static class AttentionLaws
{
    public static IReadOnlyList<AttentionLaw> All { get; } =
    [
        new RowsSumToOne(),
        new ContextInHullOfValues(),
        new LinearInValues(),
        new ShiftOfScoresChangesNothing(),
        new OrderOfKeysDoesNotMatter(),
        new QueriesAreEquivariant(),
        new HeadsAreEquivariant(),
        new SharedHeadsEqualRepeatedHeads(),
        new HiddenKeysDoNotReachResults(),
        new PaddingIsIgnored(),
        new FullyMaskedRowsAreZero(),
        new QueriesDoNotKnowEachOther(),
        new SplitQueriesGiveTheSame(),
        new BlocksMakeTheWhole(),
        new OverloadsAgree(),
        new ContextIsWeightsTimesValues(),
        new LogSumExpAgreesWithScores(),
        new StagesFollowInOrder(),
        new MergeEqualsWhole(),
        new MergeHasAnIdentity(),
        new WithinErrorBound(),
        new AllocatesNothing(),
        new WrongSpansThrow(),
    ];
}
