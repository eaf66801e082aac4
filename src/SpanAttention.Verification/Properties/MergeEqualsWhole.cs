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
        int smallest = routine.TakesKeyCount && routine.EmptyRows == EmptyRows.Zero ? 0 : 1; // a part without keys is one that is all padding
        if (source.KeyLength < 2 * smallest)
        {
            return null;
        }

        int cut = smallest + (source.Choice % (source.KeyLength + 1 - (2 * smallest)));
        AttentionCase first = Part(all, 0, cut);

        // A sink belongs to one part only.
        AttentionCase second = Part(all, cut, source.KeyLength) with { Sinks = [.. source.Sinks.Select(static _ => float.NegativeInfinity)] };
        if (!routine.IsAskedAbout(first) || !routine.IsAskedAbout(second))
        {
            return null;
        }

        (float[] Context, float[] LogSumExp) whole = routine.CallForwardWithLogSumExp(all);
        (float[] Context, float[] LogSumExp) merged = routine.CallMerge(routine.CallForwardWithLogSumExp(first), routine.CallForwardWithLogSumExp(second));
        return Difference(routine, all, whole, merged, Seen(routine, first, second)).Where($"merged of keys 0 to {cut - 1} and the others").Of(all);
    }

    // The parts err like the whole; their shares by both logSumExps and the merge's own steps, and what they share out differs by at most 2 V.
    private static Violation? Difference(AttentionRoutine routine, AttentionCase all, (float[] Context, float[] LogSumExp) whole, (float[] Context, float[] LogSumExp) merged, Func<int, bool> seen)
    {
        AttentionReference bound = AttentionReference.Of(routine, all);
        double largest = all.Value.Max(Math.Abs);
        double[] contexts = [.. bound.ContextBound.Select((context, index) => seen(all.RowOfContext(index)) ? (2 * context) + (4 * largest * Math.Min(bound.LogSumExpBound[all.RowOfContext(index)], 0.5)) : double.NaN)];
        double[] sums = [.. bound.LogSumExpBound.Select((sum, index) => seen(index) ? 4 * sum : double.NaN)];
        return Comparison.Contexts(all, whole.Context.ToDouble(), merged.Context, contexts)
            ?? Comparison.Close(whole.LogSumExp.ToDouble(), merged.LogSumExp, sums, index => Comparison.RowPlace(all, "logSumExp", index));
    }

    // Of an empty part nothing is known unless it is zeros and −∞.
    private static Func<int, bool> Seen(AttentionRoutine routine, AttentionCase first, AttentionCase second)
    {
        if (routine.EmptyRows == EmptyRows.Zero)
        {
            return static _ => true;
        }

        bool[] seen = [.. first.Rows.Select(row => first.SeesAny(row.Head, row.Row) && second.SeesAny(row.Head, row.Row))];
        return row => seen[row];
    }

    // Where the length is declared, the part's keys come first and the others are padding.
    private static AttentionCase Part(AttentionCase all, int from, int to)
    {
        int[] kept = [.. Enumerable.Range(from, to - from)];
        return all.Shape.KeyLength == 0 && kept.Length > 0
            ? all.Keys(kept)
            : all.Keys([.. kept, .. Enumerable.Range(0, all.KeyLength).Except(kept)]) with { KeyCount = kept.Length };
    }
}
