namespace SpanAttention.Verification;

internal sealed class ContextIsWeightsTimesValues : AttentionLaw
{
    public override string Equation => "context_i = Σ_j weight_ij · value_j";

    public override string Reason => "It is the definition; the routine's weights and its contexts must be of one mind.";

    public override bool Concerns(AttentionRoutine routine) => routine.Weights is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionShape shape = source.Shape;
        float[] weights = routine.CallWeights(source);
        double[] expected = new double[source.QueryLength * shape.Heads * shape.ValueDim];
        foreach ((int head, int row) in source.Rows)
        {
            int start = shape.Offset(row, head, source.QueryLength, shape.Heads, shape.ValueDim);
            foreach (int key in source.SeenKeys(head, row))
            {
                double weight = weights[(((head * source.QueryLength) + row) * source.KeyLength) + key];
                for (int x = 0; x < shape.ValueDim; x++)
                {
                    expected[start + x] += weight * source.ValueHead(key, shape.KeyValueHead(head))[x];
                }
            }
        }

        return Comparison.Contexts(source, expected, routine.CallForward(source), AttentionReference.Of(routine, source).ContextBound.Times(2));
    }
}
