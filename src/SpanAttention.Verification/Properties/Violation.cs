namespace SpanAttention.Verification;

/// <summary>Place at which a call's result is not what a property says, such as row 3 of head 0.</summary>
/// <param name="Place">The place in words.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Actual">What is there.</param>
internal sealed record Violation(string Place, string Expected, string Actual)
{
    public override string ToString() => $"{Place}: expected {Expected}, actual {Actual}";
}
