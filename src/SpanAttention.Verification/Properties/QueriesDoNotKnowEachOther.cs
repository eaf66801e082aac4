namespace SpanAttention.Verification;

internal sealed class QueriesDoNotKnowEachOther : AttentionLaw
{
    public override string Equation => "context_i depends on query_i, key and value only";

    public override string Reason => "Every query is attended for on its own, whoever else is in its block or vector.";

    public override bool Concerns(AttentionRoutine routine) => !routine.Shape.SelfAttention;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int kept = source.Choice % source.QueryLength;
        AttentionCase others = source with { Query = routine.Precision.Round([.. source.Query.Select(static number => (3 * number) - 1)]) };
        foreach (int head in Enumerable.Range(0, source.Shape.Heads))
        {
            source.QueryHead(kept, head).CopyTo(others.QueryHead(kept, head));
        }

        float[] actual = routine.CallForward(source);
        float[] expected = routine.CallForward(others);
        foreach ((int head, int row) in source.Rows.Where(row => row.Row != kept))
        {
            source.ContextHead(actual, row, head).CopyTo(source.ContextHead(expected, row, head));
        }

        return Comparison.Contexts(routine, source, expected, actual, AttentionReference.Of(routine, source).ContextBound.Plus(AttentionReference.Of(routine, others).ContextBound));
    }
}
