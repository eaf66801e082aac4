namespace SpanAttention.Verification;

/// <summary>Computes the gradients of a call's inputs.</summary>
/// <param name="operands">What Forward was given.</param>
/// <param name="context"><c>[query tokens, heads, value dim]</c>, or heads first, as Forward gave it.</param>
/// <param name="logSumExp"><c>[heads, query tokens]</c>, as it came with the context.</param>
/// <param name="contextGradient">The gradient of the context, in its shape.</param>
/// <param name="gradients">Where gradients go, all of which are overwritten.</param>
public delegate void AttentionBackward(in AttentionOperands operands, ReadOnlySpan<float> context, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> contextGradient, in AttentionGradients gradients);
