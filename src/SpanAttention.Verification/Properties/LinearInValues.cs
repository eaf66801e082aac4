namespace SpanAttention.Verification;

internal sealed class LinearInValues : AttentionLaw
{
    public override string Equation => "context(q, k, v + w) = context(q, k, v) + context(q, k, w)";

    public override string Reason => "Weights do not depend on values, and a context is their product with the values.";

    public override Reach Reach => Reach.Middle;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase other = source with { Value = routine.Precision.Round(new CaseData(source.Choice).Numbers(CaseKind.Ordinary, source.Value.Length)) };
        AttentionCase both = source with { Value = routine.Precision.Round([.. source.Value.Zip(other.Value, static (v, w) => v + w)]) };

        // The values' own sum is rounded once.
        double rounding = (Precision.Float + routine.Precision.Stored) * 4;
        double[] bounds = AttentionReference.Of(routine, both).SumBound.Times(2)
            .Plus(AttentionReference.Of(routine, source).SumBound)
            .Plus(AttentionReference.Of(routine, other).SumBound);
        double largest = both.Value.Max(Math.Abs);
        double[] expected = [.. routine.CallForward(source).Zip(routine.CallForward(other), static (v, w) => (double)v + w)];
        return Comparison.Contexts(both, expected, routine.CallForward(both), Array.ConvertAll(bounds, bound => bound + (rounding * largest))).Of(both);
    }
}
