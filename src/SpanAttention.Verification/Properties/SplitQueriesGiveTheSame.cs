namespace SpanAttention.Verification;

internal sealed class SplitQueriesGiveTheSame : AttentionLaw
{
    public override string Equation => "context(some of the queries) = those rows of context(all queries)";

    public override string Reason => "Prefill and decode compute the same rows, many or one at a time; their logSumExp and weights too.";

    public override bool Concerns(AttentionRoutine routine) => routine.Shape is { QueryLength: 0, SelfAttention: false };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int[] rows = [.. Kept(source)];
        AttentionCase some = source.Queries(rows);
        if (!routine.IsAskedAbout(some))
        {
            return null;
        }

        AttentionReference reference = AttentionReference.Of(routine, some);
        return (Contexts(routine, source, some, rows, reference) ?? Other(routine, source, some, rows, reference))
            .Where($"of {rows.Length} out of {source.QueryLength} queries from {rows[0]} on")
            .Of(some);
    }

    private static Violation? Contexts(AttentionRoutine routine, AttentionCase source, AttentionCase some, int[] rows, AttentionReference reference)
    {
        float[] whole = routine.CallForward(source);
        float[] expected = Calls.NewContext(some);
        foreach ((int head, int row) in some.Rows)
        {
            source.ContextHead(whole, rows[row], head).CopyTo(some.ContextHead(expected, row, head));
        }

        return Comparison.Contexts(routine, some, expected, routine.CallForward(some), reference.ContextBound.Times(2));
    }

    // One of the other calls, by choice, that have a number or more for each row.
    private static Violation? Other(AttentionRoutine routine, AttentionCase source, AttentionCase some, int[] rows, AttentionReference reference) => (source.Choice % 2) switch
    {
        0 when routine.ForwardWithLogSumExp is not null =>
            Rows(routine, source, some, rows, "logSumExp", 1, static (routine, source) => routine.CallForwardWithLogSumExp(source).LogSumExp, reference.LogSumExpBound),
        1 when routine.Weights is not null =>
            Rows(routine, source, some, rows, "weights", source.KeyLength, static (routine, source) => routine.CallWeights(source), reference.Weights().Bounds),
        _ => null,
    };

    // Of [heads, query tokens, width].
    private static Violation? Rows(
        AttentionRoutine routine, AttentionCase source, AttentionCase some, int[] rows, string tensor, int width, Func<AttentionRoutine, AttentionCase, float[]> call, double[] bounds)
    {
        float[] whole = call(routine, source);
        float[] expected = [.. some.Rows.SelectMany(row => whole.AsSpan(((row.Head * source.QueryLength) + rows[row.Row]) * width, width).ToArray())];
        string Place(int index) => Comparison.RowPlace(some, tensor, index / width);
        return routine.Promises.HasFlag(AttentionPromises.SameBits)
            ? Comparison.Same(expected, call(routine, some), Place, index => !double.IsNaN(bounds[index]))
            : Comparison.Close(expected.ToDouble(), call(routine, some), bounds.Times(2), Place);
    }

    // One query alone often, as in decoding. Positions are kept: a suffix where they count from the last key, a prefix where they count from the first, any rows where there are none.
    private static IEnumerable<int> Kept(AttentionCase source)
    {
        IEnumerable<int> rows = Enumerable.Range(0, source.QueryLength);
        int count = source.Choice % 3 == 0 ? 1 : 1 + (source.Choice / 3 % source.QueryLength);
        if (source.Shape.HasPositions)
        {
            return source.Shape.Alignment == QueryAlignment.TopLeft ? rows.Take(count) : rows.TakeLast(count);
        }

        return source.Choice % 3 == 0 ? rows.Skip(source.Choice / 3 % source.QueryLength).Take(1) : rows.Where(row => row % (source.Choice % 3) == 0);
    }
}
