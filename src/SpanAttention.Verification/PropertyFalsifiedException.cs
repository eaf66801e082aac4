namespace SpanAttention.Verification;

/// <summary>A routine breaks one property or several. The message shows a counterexample of each.</summary>
public sealed class PropertyFalsifiedException : Exception
{
    /// <summary>Made of counterexamples alone.</summary>
    /// <param name="counterexamples">One of each property that is broken.</param>
    public PropertyFalsifiedException(IReadOnlyList<Counterexample> counterexamples)
        : base(string.Join(Environment.NewLine + Environment.NewLine, counterexamples)) => Counterexamples = counterexamples;

    internal PropertyFalsifiedException(Verdict verdict)
        : base($"{verdict}") => Counterexamples = verdict.Counterexamples;

    /// <summary>One of each property that is broken.</summary>
    public IReadOnlyList<Counterexample> Counterexamples { get; }
}
