namespace SpanAttention.Verification;

/// <summary>A call of a layer that adds outputs of tokens to a residual.</summary>
/// <param name="inputs"><c>[tokens, input dim]</c>.</param>
/// <param name="residual"><c>[tokens, output dim]</c>: what the outputs are added to.</param>
/// <param name="destination"><c>[tokens, output dim]</c>; may be the residual.</param>
public delegate void LayerAddCall(ReadOnlySpan<float> inputs, ReadOnlySpan<float> residual, Span<float> destination);
