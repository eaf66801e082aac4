namespace SpanAttention.Verification;

/// <summary>A call that computes one block of the contexts.</summary>
/// <param name="block">0 to the number of blocks − 1.</param>
/// <param name="operands">What the call takes.</param>
/// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
/// <param name="logSumExp"><c>[heads, query tokens]</c>.</param>
public delegate void AttentionBlockCall(int block, in AttentionOperands operands, Span<float> destination, Span<float> logSumExp);
