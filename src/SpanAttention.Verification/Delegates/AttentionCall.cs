namespace SpanAttention.Verification;

/// <summary>A call that writes one tensor: contexts, or attention weights.</summary>
/// <param name="operands">What the call takes.</param>
/// <param name="destination">Contexts, <c>[query tokens, heads, value dim]</c> or heads first; weights, <c>[heads, query tokens, key tokens]</c>.</param>
public delegate void AttentionCall(in AttentionOperands operands, Span<float> destination);
