namespace SpanAttention.Verification;

internal sealed class SharedHeadsEqualRepeatedHeads : AttentionLaw
{
    public override string Equation => "context_h = attention(query_h, key_g, value_g) with g = h / (heads / key/value heads)";

    public override string Reason => "Grouped-query attention is attention in which every key/value head is repeated for the query heads beside each other: with all others replaced by copies of head g, the heads that use g do not change.";

    public override Reach Reach => Reach.Middle;

    public override bool Concerns(AttentionRoutine routine) => routine.Shape.KeyValueHeads > 1;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        int kept = source.Choice % source.Shape.KeyValueHeads;
        AttentionCase repeated = source.Copy();
        for (int head = 0; head < source.Shape.KeyValueHeads; head++)
        {
            for (int key = 0; key < source.KeyLength; key++)
            {
                source.KeyHead(key, kept).CopyTo(repeated.KeyHead(key, head));
                source.ValueHead(key, kept).CopyTo(repeated.ValueHead(key, head));
            }
        }

        float[] actual = routine.CallForward(source);
        float[] expected = routine.CallForward(repeated);
        foreach ((int head, int row) in source.Rows.Where(row => source.Shape.KeyValueHead(row.Head) != kept))
        {
            source.ContextHead(actual, row, head).CopyTo(source.ContextHead(expected, row, head));
        }

        return Comparison.Contexts(routine, source, expected, actual, AttentionReference.Of(routine, source).ContextBound.Plus(AttentionReference.Of(routine, repeated).ContextBound));
    }
}
