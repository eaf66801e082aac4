namespace SpanAttention.Verification;

internal sealed class ShiftOfScoresChangesNothing : AttentionLaw
{
    // In scaled scores. The larger one is beyond the largest exponential of a float, e^88.7.
    private static readonly double[] Shifts = [24, 120, -120];

    public override string Equation => "softmax(scores + c) = softmax(scores)";

    public override string Reason => "e^c divides out. Scores are shifted through a feature that is 1 in every query and c in every key.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Tied, CaseKind.SignedZero];

    public override Reach Reach => Reach.Middle;

    // A soft cap bends the shift, and a sink is not shifted.
    public override bool Concerns(AttentionRoutine routine) => routine.Shape is { SoftCap: 0, Sinks: false, SelfAttention: false };

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        float constant = (float)(Shifts[source.Choice % Shifts.Length] / source.Shape.Scale);
        AttentionCase plain = WithFeature(source, 0);
        AttentionCase shifted = routine.Precision.Round(WithFeature(source, constant));
        double[] bounds = AttentionReference.Of(routine, plain).ContextBound.Plus(AttentionReference.Of(routine, shifted).ContextBound);
        return Comparison.Contexts(source, routine.CallForward(plain).ToDouble(), routine.CallForward(shifted), bounds).Of(shifted);
    }

    private static AttentionCase WithFeature(AttentionCase source, float constant)
    {
        AttentionCase with = source.Copy();
        for (int last = source.Shape.HeadDim - 1; last < with.Query.Length; last += source.Shape.HeadDim)
        {
            with.Query[last] = 1;
        }

        for (int last = source.Shape.HeadDim - 1; last < with.Key.Length; last += source.Shape.HeadDim)
        {
            with.Key[last] = constant;
        }

        return with;
    }
}
