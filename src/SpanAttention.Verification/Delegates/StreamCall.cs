namespace SpanAttention.Verification;

/// <summary>A call of a block, in place.</summary>
/// <param name="stream"><c>[tokens, input dim]</c>.</param>
public delegate void StreamCall(Span<float> stream);
