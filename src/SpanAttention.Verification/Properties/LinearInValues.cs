namespace SpanAttention.Verification;

internal sealed class LinearInValues : AttentionLaw
{
    public override string Equation => "context(q, k, v + w) = context(q, k, v) + context(q, k, w)";

    public override string Reason => "Weights do not depend on values, and a context is their product with the values.";

    public override Violation? Find(AttentionRoutine routine, AttentionCase source)
    {
        AttentionCase other = source with { Value = new CaseData(source.Choice).Fill(source with { Kind = CaseKind.Ordinary }).Value };
        AttentionCase both = source with { Value = [.. source.Value.Zip(other.Value, static (v, w) => v + w)] };
        ErrorBound sum = ErrorBound.Of(both);

        // The values' own sum is rounded once.
        double bound = (2 * sum.Sum) + ErrorBound.Of(source).Sum + ErrorBound.Of(other).Sum;
        double[] expected = [.. routine.CallForward(source).Zip(routine.CallForward(other), static (v, w) => (double)v + w)];
        return Comparison.Contexts(source, expected, routine.CallForward(both), bound);
    }
}
