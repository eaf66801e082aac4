namespace SpanAttention.Verification;

internal sealed class RowsSumToOne : AttentionLaw
{
    public override string Equation => "Σ_j weight_ij = 1, and so the context of values that are all 1 is 1";

    public override string Reason => "Softmax divides exponentials by their sum.";

    // A sink takes its share without a value.
    public override bool Concerns(AttentionRoutine routine) => !routine.Shape.Sinks && (!routine.Shape.SelfAttention || routine.Weights is not null);

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase ones = source with { Value = [.. Enumerable.Repeat(1f, source.Value.Length)] };
        AttentionReference reference = AttentionReference.Of(routine, ones);
        return (source.Shape.SelfAttention ? null : ContextsOfOnes(routine, ones, reference)) ?? (routine.Weights is null ? null : WeightsSum(routine, source, reference));
    }

    private static Violation? ContextsOfOnes(AttentionRoutine routine, AttentionCase ones, AttentionReference reference)
    {
        float[] context = routine.CallForward(ones);
        double[] sums = [.. Enumerable.Repeat(1.0, context.Length)];
        return Comparison.Contexts(ones, sums, context, reference.SumBound()).Of(ones);
    }

    private static Violation? WeightsSum(AttentionRoutine routine, AttentionCase source, AttentionReference reference)
    {
        float[] weights = routine.CallWeights(source);
        int index = 0;
        foreach ((int head, int row) in source.Rows)
        {
            double sum = 0;
            foreach (float weight in weights.AsSpan(index * source.KeyLength, source.KeyLength))
            {
                sum += weight;
            }

            if (source.SeesAny(head, row) && Comparison.Close(1, sum, reference.WeightsSumBound[index], Comparison.RowPlace(source, "sum of weights", index)) is { } violation)
            {
                return violation;
            }

            index++;
        }

        return null;
    }
}
