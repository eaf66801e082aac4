namespace SpanAttention.Verification;

internal sealed class WithinErrorBound : AttentionLaw
{
    public override string Equation => "|context − softmax(scores) · value in double| ≤ c · u · (d · max Σ|q·k| · scale + S) · max|v|";

    public override string Reason => "Every rounding of a careful float routine is counted in the bound, in whatever order it sums; what lies outside is a mistake and not a rounding.";

    public override Violation? Find(AttentionRoutine routine, AttentionCase source) =>
        Comparison.Contexts(source, DoubleReference.Context(source), routine.CallForward(source), ErrorBound.Of(source).Context);
}
