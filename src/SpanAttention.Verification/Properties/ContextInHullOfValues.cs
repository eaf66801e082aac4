namespace SpanAttention.Verification;

internal sealed class ContextInHullOfValues : AttentionLaw
{
    public override string Equation => "min_j value_jx ≤ context_ix ≤ max_j value_jx over the keys j that query i sees";

    public override string Reason => "A mean by weights that are not negative and sum to 1 lies between the smallest and the largest of what it is taken of; a sink draws it towards 0.";

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        float[] context = routine.CallForward(source);
        AttentionReference reference = AttentionReference.Of(routine, source);
        foreach ((int head, int row) in source.Rows)
        {
            List<int> seen = source.SeenKeys(head, row);
            if (seen.Count > 0 && OutOfHull(source, context, reference, head, row, seen) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private static Violation? OutOfHull(AttentionCase source, float[] context, AttentionReference reference, int head, int row, List<int> seen)
    {
        AttentionShape shape = source.Shape;
        int start = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.ValueDim);
        for (int x = 0; x < shape.ValueDim; x++)
        {
            double least = shape.Sinks ? 0 : double.PositiveInfinity;
            double most = shape.Sinks ? 0 : double.NegativeInfinity;
            foreach (int key in seen)
            {
                float value = source.ValueHead(key, shape.KeyValueHead(head))[x];
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }

            float actual = context[start + x];
            double bound = reference.SumBound[start + x];
            if (!(actual >= least - bound && actual <= most + bound))
            {
                return new Violation(Comparison.ContextPlace(row, head, x), $"{Comparison.Number(least)} to {Comparison.Number(most)} ± {Comparison.Number(bound)}", Comparison.Words(actual));
            }
        }

        return null;
    }
}
