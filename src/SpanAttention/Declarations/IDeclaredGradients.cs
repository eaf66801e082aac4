namespace SpanAttention;

/// <summary>The members of a type that <see cref="AttentionAttribute"/> declares with <see cref="AttentionAttribute.Gradients"/>, for code that is generic in the type.</summary>
public interface IDeclaredGradients : IDeclaredAttention
{
    /// <summary>Gradients of the inputs from that of the context, all overwritten.</summary>
    /// <param name="operands">What the declaration takes.</param>
    /// <param name="context"><c>[query tokens, heads, value dim]</c>, or heads first, as Forward gave it.</param>
    /// <param name="logSumExp"><c>[heads, query tokens]</c>, as it came with the context.</param>
    /// <param name="contextGradient">In the shape of the context.</param>
    /// <param name="gradients">Where gradients go.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or a gradient overlaps another span.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key count is negative, or larger than the number of keys.</exception>
    static abstract void Backward(in AttentionOperands operands, ReadOnlySpan<float> context, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> contextGradient, in AttentionGradients gradients);
}
