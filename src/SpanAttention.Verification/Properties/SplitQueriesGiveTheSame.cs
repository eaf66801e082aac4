namespace SpanAttention.Verification;

internal sealed class SplitQueriesGiveTheSame : AttentionLaw
{
    public override string Equation => "context(some of the queries) = those rows of context(all queries)";

    public override string Reason => "Prefill and decode compute the same rows, many or one at a time.";

    public override bool Concerns(AttentionRoutine routine) => routine.Shape.QueryLength == 0;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int[] rows = [.. Kept(source)];
        AttentionCase some = source.Queries(rows);
        if (!routine.IsAskedAbout(some))
        {
            return null;
        }

        float[] whole = routine.CallForward(source);
        float[] expected = Calls.NewContext(some);
        foreach ((int head, int row) in some.Rows)
        {
            source.ContextHead(whole, rows[row], head).CopyTo(some.ContextHead(expected, row, head));
        }

        return Comparison.Contexts(routine, some, expected, routine.CallForward(some), AttentionReference.Of(routine, some).ContextBound.Times(2))
            .Where($"of {rows.Length} out of {source.QueryLength} queries from {rows[0]} on")
            .Of(some);
    }

    // Positions are kept: a suffix where they count from the last key, a prefix where they count from the first, any rows where there are none.
    private static IEnumerable<int> Kept(AttentionCase source)
    {
        IEnumerable<int> rows = Enumerable.Range(0, source.QueryLength);
        int count = 1 + (source.Choice % source.QueryLength);
        if (source.Shape.HasPositions)
        {
            return source.Shape.Alignment == QueryAlignment.TopLeft ? rows.Take(count) : rows.TakeLast(count);
        }

        return rows.Where(row => row % (1 + (source.Choice % 3)) == 0);
    }
}
