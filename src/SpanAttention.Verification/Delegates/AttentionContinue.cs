namespace SpanAttention.Verification;

/// <summary>Carries a running state on over a part of the keys.</summary>
/// <param name="operands">The queries, and the keys and values of the part.</param>
/// <param name="firstKey">Index of the part's first key among all keys.</param>
/// <param name="totalKeys">Keys of all parts together.</param>
/// <param name="state">The state, in place.</param>
public delegate void AttentionContinue(in AttentionOperands operands, int firstKey, int totalKeys, Span<float> state);
