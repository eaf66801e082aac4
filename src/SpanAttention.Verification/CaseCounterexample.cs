namespace SpanAttention.Verification;

/// <summary>A counterexample with its inputs.</summary>
/// <typeparam name="TCase">An <see cref="AttentionCase"/>, or a <see cref="LayerCase"/>.</typeparam>
/// <param name="Property">The property.</param>
/// <param name="Case">The inputs of the call that failed, what the property put into them included.</param>
/// <param name="Place">Where the result is wrong, in words.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Actual">What is there.</param>
/// <param name="Seed">Brings the same cases back: <see cref="VerificationSettings.Seed"/>.</param>
public sealed record CaseCounterexample<TCase>(VerifiedProperty Property, TCase Case, string Place, string Expected, string Actual, ulong Seed)
    : Counterexample(Property, Place, Expected, Actual, Seed)
    where TCase : class
{
    /// <inheritdoc/>
    public override string Inputs => $"{Case}";

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}
