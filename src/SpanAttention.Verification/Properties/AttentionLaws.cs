namespace SpanAttention.Verification;

/// <summary>All laws: the most particular first, as they name a mistake best, and last what only some routines promise.</summary>
internal static class AttentionLaws
{
    public static IReadOnlyList<AttentionLaw> All { get; } =
    [
        new SharedHeadsEqualRepeatedHeads(),
        new HiddenKeysDoNotReachResults(),
        new ReadsNoHidden(),
        new PaddingIsIgnored(),
        new FullyMaskedRowsAreZero(),
        new RowsSumToOne(),
        new ContextInHullOfValues(),
        new LinearInValues(),
        new ShiftOfScoresChangesNothing(),
        new OrderOfKeysDoesNotMatter(),
        new QueriesAreEquivariant(),
        new HeadsAreEquivariant(),
        new QueriesDoNotKnowEachOther(),
        new SplitQueriesGiveTheSame(),
        new BlocksMakeTheWhole(),
        new PartsMakeTheWhole(),
        new ContextIsWeightsTimesValues(),
        new LogSumExpAgreesWithScores(),
        new StagesFollowInOrder(),
        new MergeEqualsWhole(),
        new MergeIsTheWeightedMean(),
        new WeightsWithinErrorBound(),
        new WithinErrorBound(),
        new GradientsAreSlopes(),
        new VisibleInfinitiesArrive(),
        new InputsAreNotWritten(),
        new NothingElseIsWritten(),
        new NothingElseIsRead(),
        new SameCallSameBits(),
        new MergeHasAnIdentity(),
        new OverloadsAgree(),
        new AllocatesNothing(),
        new WrongSpansThrow(),
    ];
}
