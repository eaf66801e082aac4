namespace SpanAttention.Verification;

internal sealed class ContextInHullOfValues : AttentionLaw
{
    public override string Equation => "min_j value_jx ≤ context_ix ≤ max_j value_jx over the keys j that query i sees";

    public override string Reason => "A mean by weights that are not negative and sum to 1 lies between the smallest and the largest of what it is taken of; a sink draws it towards 0.";

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        float[] context = routine.CallForward(source);
        double bound = ErrorBound.Of(source).Sum;
        foreach ((int head, int row) in source.Rows)
        {
            int[] seen = [.. source.SeenKeys(head, row)];
            for (int x = 0; x < source.Shape.ValueDim; x++)
            {
                double[] values = [.. seen.Select(key => (double)source.ValueHead(key, source.Shape.KeyValueHead(head))[x]), .. seen.Length == 0 || source.Shape.Sinks ? [0.0] : Array.Empty<double>()];
                double actual = source.ContextHead(context, row, head)[x];
                if (!(actual >= values.Min() - bound && actual <= values.Max() + bound))
                {
                    return new Violation(
                        Comparison.ContextPlace(row, head, x), $"{Comparison.Number(values.Min())} to {Comparison.Number(values.Max())} ± {Comparison.Number(bound)}", Comparison.Number(actual));
                }
            }
        }

        return null;
    }
}
