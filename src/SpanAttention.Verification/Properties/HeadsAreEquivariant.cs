namespace SpanAttention.Verification;

internal sealed class HeadsAreEquivariant : AttentionLaw
{
    public override string Equation => "context(Pq, Pk, Pv) = P context(q, k, v) for a permutation P of key/value heads with their query heads";

    public override string Reason => "Heads share nothing.";

    public override Reach Reach => Reach.Middle;

    public override bool Concerns(AttentionRoutine routine) => routine.Shape is { KeyValueHeads: > 1, Alibi: false };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionShape shape = source.Shape;
        int group = shape.Heads / shape.KeyValueHeads;
        int[] keyValueHeads = [.. Enumerable.Range(0, shape.KeyValueHeads)];
        new Random(source.Choice).Shuffle(keyValueHeads);
        int[] order = [.. Enumerable.Range(0, shape.Heads).Select(head => (keyValueHeads[head / group] * group) + (head % group))];

        float[] context = routine.CallForward(source);
        float[] expected = Calls.NewContext(source);
        foreach ((int head, int row) in source.Rows)
        {
            source.ContextHead(context, row, order[head]).CopyTo(source.ContextHead(expected, row, head));
        }

        AttentionCase moved = source.Heads(order);
        return Comparison.Contexts(routine, moved, expected, routine.CallForward(moved), AttentionReference.Of(routine, moved).ContextBound.Times(2)).Of(moved);
    }
}
