namespace SpanAttention.Verification;

internal sealed class WeightsWithinErrorBound : AttentionLaw
{
    public override string Equation => "|weight_ij − softmax(scores) in double| ≤ weight_ij · (ε_j + ε̄ + 4 S · u), and weight_ij = 0 where key j is hidden";

    public override string Reason => "Weights are shown and reused; contexts alone do not tell which key had which.";

    public override bool Concerns(AttentionRoutine routine) => routine.Weights is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        (double[] weights, double[] bounds) = AttentionReference.Of(routine, source).Weights();
        return Comparison.Close(weights, routine.CallWeights(source), bounds, index => Comparison.PairPlace(source, "weight", index));
    }
}
