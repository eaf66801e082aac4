namespace SpanAttention.Verification;

/// <summary>A call of a block that adds tokens to a cache, in place.</summary>
/// <param name="stream"><c>[tokens, input dim]</c>.</param>
/// <param name="cache">The cache.</param>
public delegate void CachedStreamCall(Span<float> stream, KeyValueCache cache);
