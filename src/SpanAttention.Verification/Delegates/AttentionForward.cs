namespace SpanAttention.Verification;

/// <summary>Attention without options: context = softmax(query · keyᵀ · scale) · value.</summary>
/// <param name="query"><c>[query tokens, heads, head dim]</c>, or heads first.</param>
/// <param name="key"><c>[key tokens, key/value heads, head dim]</c>, or heads first.</param>
/// <param name="value"><c>[key tokens, key/value heads, value dim]</c>, or heads first.</param>
/// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
public delegate void AttentionForward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination);
