namespace SpanAttention.Verification;

/// <summary>A routine breaks one property or several. The message shows a counterexample of each.</summary>
/// <param name="counterexamples">One of each property that is broken.</param>
public sealed class PropertyFalsifiedException(IReadOnlyList<Counterexample> counterexamples)
    : Exception(string.Join(Environment.NewLine + Environment.NewLine, counterexamples))
{
    /// <summary>One of each property that is broken.</summary>
    public IReadOnlyList<Counterexample> Counterexamples { get; } = counterexamples;
}
