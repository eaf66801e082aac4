namespace SpanAttention.Verification;

internal sealed class QueriesAreEquivariant : AttentionLaw
{
    public override string Equation => "context(Pq, k, v) = P context(q, k, v) for a permutation P of queries, which are the tokens where they are keys and values too";

    public override string Reason => "Every query is attended for on its own.";

    public override bool Concerns(AttentionRoutine routine) => !routine.Shape.HasPositions;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int[] order = [.. Enumerable.Range(0, source.QueryLength)];
        new Random(source.Choice).Shuffle(order);
        float[] context = routine.CallForward(source);
        float[] expected = Calls.NewContext(source);
        foreach ((int head, int row) in source.Rows)
        {
            source.ContextHead(context, order[row], head).CopyTo(source.ContextHead(expected, row, head));
        }

        return source.Shape.SelfAttention ? Tokens(routine, source, order, expected) : Queries(routine, source, order, expected);
    }

    private static Violation? Queries(AttentionRoutine routine, AttentionCase source, int[] order, float[] expected)
    {
        AttentionCase moved = source.Queries(order);
        return Comparison.Contexts(routine, moved, expected, routine.CallForward(moved), AttentionReference.Of(routine, moved).ContextBound.Times(2)).Of(moved);
    }

    // Sums are taken in another order then.
    private static Violation? Tokens(AttentionRoutine routine, AttentionCase source, int[] order, float[] expected)
    {
        AttentionCase moved = source.Tokens(order);
        return Comparison.Contexts(moved, expected.ToDouble(), routine.CallForward(moved), AttentionReference.Of(routine, moved).ContextBound.Times(2)).Of(moved);
    }
}
