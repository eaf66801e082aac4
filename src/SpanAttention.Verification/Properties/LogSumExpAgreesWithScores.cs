namespace SpanAttention.Verification;

internal sealed class LogSumExpAgreesWithScores : AttentionLaw
{
    public override string Equation => "logSumExp_i = ln Σ_j e^score_ij";

    public override string Reason => "It is the logarithm of what softmax divides by.";

    public override bool Concerns(AttentionRoutine routine) => routine.ForwardWithLogSumExp is not null;

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionReference reference = AttentionReference.Of(routine, source);
        float[] logSumExp = routine.CallForwardWithLogSumExp(source).LogSumExp;
        return Comparison.Close(reference.LogSumExp, logSumExp, reference.LogSumExpBound, index => Comparison.RowPlace(source, "logSumExp", index));
    }
}
