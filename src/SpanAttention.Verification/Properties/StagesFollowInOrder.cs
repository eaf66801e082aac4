namespace SpanAttention.Verification;

internal sealed class StagesFollowInOrder : AttentionLaw
{
    public override string Equation => "scores: q·k → · scale → cap · tanh(score / cap) → + bias − slope · distance, −∞ where hidden";

    public override string Reason => "The steps do not commute: a mask before the scale is scaled, a bias before the cap is capped.";

    public override bool Concerns(AttentionRoutine routine) => routine.Scores is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase all = source with { KeyCount = null };
        return Enum.GetValues<ScoreStage>().Select(stage => Differs(routine, all, stage)).FirstOrDefault(static violation => violation is not null).Of(all);
    }

    /// <summary>Scores of all pairs at a stage, and how far they may be off.</summary>
    public static (double[] Scores, double[] Bounds) Expected(AttentionRoutine routine, AttentionCase all, ScoreStage stage)
    {
        double[] expected = new double[all.Shape.Heads * all.QueryLength * all.KeyLength];
        double[] bounds = new double[expected.Length];
        int index = 0;
        foreach ((int head, int row) in all.Rows)
        {
            for (int key = 0; key < all.KeyLength; key++, index++)
            {
                bool hidden = stage == ScoreStage.Masked && !all.Sees(head, row, key);
                expected[index] = AttentionReference.Score(all, head, row, key, stage, out double magnitude);
                expected[index] = hidden ? double.NegativeInfinity : expected[index];
                bounds[index] = hidden ? 0 : Bound(routine, all.Shape, magnitude);
            }
        }

        return (expected, bounds);
    }

    private static Violation? Differs(AttentionRoutine routine, AttentionCase all, ScoreStage stage)
    {
        (double[] expected, double[] bounds) = Expected(routine, all, stage);
        return Comparison.Close(expected, routine.CallScores(all, stage), bounds, index => Comparison.PairPlace(all, $"{stage} score", index));
    }

    // The roundings of its sum, its products and what is added. What hides by −∞ or is poison has no bound.
    private static double Bound(AttentionRoutine routine, AttentionShape shape, double magnitude)
    {
        Precision precision = routine.Precision;
        double bound = ((((shape.HeadDim + 8) * Precision.Float) + (4 * precision.Stored)) * magnitude) + ((shape.HeadDim + 2) * Math.Max(shape.Scale, 1) * precision.Spacing);
        return double.IsFinite(magnitude) && magnitude < float.MaxValue ? bound : double.NaN;
    }
}
