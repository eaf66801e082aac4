namespace SpanAttention.Verification;

/// <summary>A call of a layer: outputs of tokens.</summary>
/// <param name="inputs"><c>[tokens, input dim]</c>.</param>
/// <param name="destination"><c>[tokens, output dim]</c>.</param>
public delegate void LayerCall(ReadOnlySpan<float> inputs, Span<float> destination);
