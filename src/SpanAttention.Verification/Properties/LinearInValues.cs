namespace SpanAttention.Verification;

internal sealed class LinearInValues : AttentionLaw
{
    public override string Equation => "context(q, k, v + w) = context(q, k, v) + context(q, k, w)";

    public override string Reason => "Weights do not depend on values, and a context is their product with the values.";

    public override Reach Reach => Reach.Middle;

    // Where values are queries and keys too, weights depend on them.
    public override bool Concerns(AttentionRoutine routine) => !routine.Shape.SelfAttention;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase other = source with { Value = routine.Precision.Round(new CaseData(source.Choice).Numbers(CaseKind.Ordinary, source.Value.Length)) };
        AttentionCase both = source with { Value = routine.Precision.Round(Array.ConvertAll(source.Value.ToDouble().Plus(other.Value.ToDouble()), static sum => (float)sum)) };
        AttentionReference reference = AttentionReference.Of(routine, source);
        double[] bounds = reference.SumBoundOf(both).Times(2).Plus(reference.SumBoundOf(source)).Plus(reference.SumBoundOf(other));

        // The values' own sum is rounded once.
        double rounding = (Precision.Float + routine.Precision.Stored) * 4 * Products.Largest(both.Value);
        double[] expected = routine.CallForward(source).ToDouble().Plus(routine.CallForward(other).ToDouble());
        return Comparison.Contexts(both, expected, routine.CallForward(both), Array.ConvertAll(bounds, bound => bound + rounding)).Of(both);
    }
}
