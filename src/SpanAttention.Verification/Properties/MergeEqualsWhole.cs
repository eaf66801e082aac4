namespace SpanAttention.Verification;

internal sealed class MergeEqualsWhole : AttentionLaw
{
    public override string Equation => "merge(attention over A, attention over B) = attention over A ∪ B for disjoint key sets A and B";

    public override string Reason => "Both parts know their sums of exponentials, which weigh them: context = Σ e^(logSumExp_part − logSumExp) · context_part.";

    public override bool Concerns(AttentionRoutine routine) =>
        routine is { Merge: not null, ForwardWithLogSumExp: not null } && !routine.Shape.HasPositions && (routine.Shape.KeyLength == 0 || routine.TakesKeyCount);

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase all = source with { KeyCount = null };
        int smallest = routine.TakesKeyCount ? 0 : 1; // a part without keys is one that is all padding
        if (source.KeyLength < 2 * smallest)
        {
            return null;
        }

        int cut = smallest + (source.Choice % (source.KeyLength + 1 - (2 * smallest)));
        AttentionCase first = Part(all, 0, cut);

        // A sink belongs to one part only.
        AttentionCase second = Part(all, cut, source.KeyLength) with { Sinks = [.. source.Sinks.Select(static _ => float.NegativeInfinity)] };
        (float[] Context, float[] LogSumExp) whole = routine.CallForwardWithLogSumExp(all);
        (float[] Context, float[] LogSumExp) merged = routine.CallMerge(routine.CallForwardWithLogSumExp(first), routine.CallForwardWithLogSumExp(second));

        // The parts err like the whole; their shares by both logSumExps and the merge's own steps, and what they share out differs by at most 2 V.
        ErrorBound bound = ErrorBound.Of(all);
        double context = (2 * bound.Context) + (4 * bound.Value * bound.LogSumExp);
        return Comparison.Contexts(all, ToDouble(whole.Context), merged.Context, context)
            ?? Comparison.Close(ToDouble(whole.LogSumExp), merged.LogSumExp, 4 * bound.LogSumExp, index => Comparison.RowPlace(all, "logSumExp", index));
    }

    // Where the length is declared, the part's keys come first and the others are padding.
    private static AttentionCase Part(AttentionCase all, int from, int to)
    {
        int[] kept = [.. Enumerable.Range(from, to - from)];
        return all.Shape.KeyLength == 0 && kept.Length > 0
            ? all.Keys(kept)
            : all.Keys([.. kept, .. Enumerable.Range(0, all.KeyLength).Except(kept)]) with { KeyCount = kept.Length };
    }

    private static double[] ToDouble(float[] numbers) => [.. numbers.Select(static number => (double)number)];
}
