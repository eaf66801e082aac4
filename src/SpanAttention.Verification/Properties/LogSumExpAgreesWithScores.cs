namespace SpanAttention.Verification;

internal sealed class LogSumExpAgreesWithScores : AttentionLaw
{
    public override string Equation => "logSumExp_i = ln Σ_j e^score_ij, and so weight_ij = e^(score_ij − logSumExp_i)";

    public override string Reason => "It is the logarithm of what softmax divides by.";

    public override bool Concerns(AttentionRoutine routine) => routine.ForwardWithLogSumExp is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        ErrorBound bound = ErrorBound.Of(source);
        float[] logSumExp = routine.CallForwardWithLogSumExp(source).LogSumExp;
        double[] expected = [.. source.Rows.Select(row => DoubleReference.LogSumExp(source, row.Head, row.Row))];
        return Comparison.Close(expected, logSumExp, bound.LogSumExp, index => Comparison.RowPlace(source, "logSumExp", index))
            ?? (routine.Weights is null ? null : Weights(routine, source, logSumExp, bound));
    }

    private static Violation? Weights(AttentionRoutine routine, AttentionCase source, float[] logSumExp, ErrorBound bound)
    {
        IEnumerable<double> expected =
            from row in source.Rows.Select(static (row, index) => (row.Head, row.Row, Index: index))
            from score in DoubleReference.Scores(source, row.Head, row.Row, ScoreStage.Masked)
            select double.IsNegativeInfinity(score) ? 0 : Math.Exp(score - logSumExp[row.Index]);
        return Comparison.Close([.. expected], routine.CallWeights(source), bound.Weight + bound.LogSumExp, index => Comparison.PairPlace(source, "weight", index));
    }
}
