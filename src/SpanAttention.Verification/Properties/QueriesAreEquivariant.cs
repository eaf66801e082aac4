namespace SpanAttention.Verification;

internal sealed class QueriesAreEquivariant : AttentionLaw
{
    public override string Equation => "context(Pq, k, v) = P context(q, k, v) for a permutation P of queries";

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

        return Comparison.Contexts(routine, source, expected, routine.CallForward(source.Queries(order)), 2 * ErrorBound.Of(source).Context);
    }
}
