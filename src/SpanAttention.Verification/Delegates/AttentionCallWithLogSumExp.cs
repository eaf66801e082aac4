namespace SpanAttention.Verification;

/// <summary>A call that also writes the natural logarithm of every row's sum of exponentials.</summary>
/// <param name="operands">What the call takes.</param>
/// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
/// <param name="logSumExp"><c>[heads, query tokens]</c>; −∞ for a row that sees no key.</param>
public delegate void AttentionCallWithLogSumExp(in AttentionOperands operands, Span<float> destination, Span<float> logSumExp);
