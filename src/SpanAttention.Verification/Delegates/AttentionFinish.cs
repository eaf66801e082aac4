namespace SpanAttention.Verification;

/// <summary>Makes contexts and logSumExps of a running state.</summary>
/// <param name="state">The state.</param>
/// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
/// <param name="logSumExp"><c>[heads, query tokens]</c>.</param>
public delegate void AttentionFinish(ReadOnlySpan<float> state, Span<float> destination, Span<float> logSumExp);
