namespace SpanAttention.Verification;

internal sealed class WithinErrorBound : AttentionLaw
{
    public override string Equation => "|context_i − softmax(scores_i) · value in double| ≤ Σ_j weight_ij · (ε_j + ε̄ + 4 S · u) · |value_j|, ε_j = (d + 16) · u · (B_j + B)";

    public override string Reason => "Every rounding of a careful float routine is counted in the bound, in whatever order it sums; what lies outside is a mistake and not a rounding.";

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionReference reference = AttentionReference.Of(routine, source);
        return Comparison.Contexts(source, reference.Context, routine.CallForward(source), reference.ContextBound);
    }
}
