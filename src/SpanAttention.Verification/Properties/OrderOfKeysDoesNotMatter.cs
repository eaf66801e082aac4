namespace SpanAttention.Verification;

internal sealed class OrderOfKeysDoesNotMatter : AttentionLaw
{
    public override string Equation => "context(q, Pk, Pv) = context(q, k, v) for a permutation P of keys that all queries see alike";

    public override string Reason => "A sum does not depend on the order of its terms.";

    public override bool Concerns(AttentionRoutine routine) => routine.Shape is { Alibi: false, SelfAttention: false };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        // Positions decide what is seen: only keys that lie within sight of all queries may change places. Masks and biases move with their keys.
        AttentionCase unmasked = source with { Mask = [], Bias = [] };
        int[] movable = [.. Enumerable.Range(0, source.VisibleKeys).Where(key => Enumerable.Range(0, source.QueryLength).All(row => unmasked.Sees(0, row, key)))];
        int[] moved = [.. movable];
        new Random(source.Choice).Shuffle(moved);
        int[] order = [.. Enumerable.Range(0, source.KeyLength)];
        for (int index = 0; index < movable.Length; index++)
        {
            order[movable[index]] = moved[index];
        }

        AttentionCase reordered = source.Keys(order);
        return Comparison.Contexts(source, routine.CallForward(source).ToDouble(), routine.CallForward(reordered), AttentionReference.Of(routine, source).ContextBound.Times(2)).Of(reordered);
    }
}
