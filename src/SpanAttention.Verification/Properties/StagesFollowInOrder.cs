namespace SpanAttention.Verification;

internal sealed class StagesFollowInOrder : AttentionLaw
{
    public override string Equation => "scores: q·k → · scale → cap · tanh(score / cap) → + bias − slope · distance, −∞ where hidden";

    public override string Reason => "The steps do not commute: a mask before the scale is scaled, a bias before the cap is capped.";

    public override bool Concerns(AttentionRoutine routine) => routine.Scores is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase all = source with { KeyCount = null };
        AttentionCase unhidden = all with { Shape = all.Shape with { Causal = false, LeftWindow = -1, RightWindow = -1 }, Mask = [] };
        ErrorBound bound = ErrorBound.Of(unhidden);
        foreach (ScoreStage stage in Enum.GetValues<ScoreStage>())
        {
            double[] expected = [.. all.Rows.SelectMany(row => DoubleReference.Scores(all, row.Head, row.Row, stage))];
            if (Comparison.Close(expected, routine.CallScores(all, stage), bound.Score(all.Shape, stage), index => Comparison.PairPlace(all, $"{stage} score", index)) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }
}
