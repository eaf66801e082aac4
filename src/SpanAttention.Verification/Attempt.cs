namespace SpanAttention.Verification;

/// <summary>Says what came of trying a property.</summary>
/// <param name="Counterexample">The smallest one found, or null.</param>
/// <param name="Tried">How far it was tried.</param>
internal sealed record Attempt(Counterexample? Counterexample, TriedLengths Tried);
