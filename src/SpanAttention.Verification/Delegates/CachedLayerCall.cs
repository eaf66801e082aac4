namespace SpanAttention.Verification;

/// <summary>A call of a layer that adds tokens to a cache.</summary>
/// <param name="inputs"><c>[tokens, input dim]</c>.</param>
/// <param name="cache">The cache.</param>
/// <param name="destination"><c>[tokens, output dim]</c>.</param>
public delegate void CachedLayerCall(ReadOnlySpan<float> inputs, KeyValueCache cache, Span<float> destination);
