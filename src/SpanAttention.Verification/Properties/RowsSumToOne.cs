namespace SpanAttention.Verification;

internal sealed class RowsSumToOne : AttentionLaw
{
    public override string Equation => "Σ_j weight_ij = 1, and so the context of values that are all 1 is 1";

    public override string Reason => "Softmax divides exponentials by their sum.";

    // A sink takes its share without a value.
    public override bool Concerns(AttentionRoutine routine) => !routine.Shape.Sinks;

    public override AttentionCase Asked(AttentionCase source)
    {
        AttentionCase ones = source.Copy();
        ones.Value.AsSpan().Fill(1);
        return ones;
    }

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase ones = Asked(source);
        float[] context = routine.CallForward(ones);
        double[] sums = new double[context.Length];
        foreach ((int head, int row) in source.Rows.Where(row => source.SeenKeys(row.Head, row.Row).Any()))
        {
            int start = source.Shape.Offset(row, head, source.QueryLength, source.Shape.Heads, source.Shape.ValueDim);
            sums.AsSpan(start, source.Shape.ValueDim).Fill(1);
        }

        ErrorBound bound = ErrorBound.Of(ones);
        return Comparison.Contexts(source, sums, context, bound.Sum) ?? (routine.Weights is null ? null : WeightsSum(routine, source, bound));
    }

    private static Violation? WeightsSum(AttentionRoutine routine, AttentionCase source, ErrorBound bound)
    {
        float[] weights = routine.CallWeights(source);
        foreach ((int head, int row) in source.Rows)
        {
            int index = (head * source.QueryLength) + row;
            double sum = weights.AsSpan(index * source.KeyLength, source.KeyLength).ToArray().Sum(static weight => (double)weight);
            double expected = source.SeenKeys(head, row).Any() ? 1 : 0;
            if (Comparison.Close(expected, sum, expected * bound.Sum, Comparison.RowPlace(source, "sum of weights", index)) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }
}
