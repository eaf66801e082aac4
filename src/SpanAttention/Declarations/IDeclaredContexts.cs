namespace SpanAttention;

/// <summary>Contexts, weights and scores of a type that <see cref="AttentionAttribute"/> or <see cref="SelfAttentionAttribute"/> declares, for code that is generic in the type.</summary>
/// <remarks>
/// The generator adds it, by itself or as part of <see cref="IDeclaredAttention"/>, to every declared struct and class that may implement an interface (a static class and a ref struct may not), where the language
/// version knows static abstract members: C# 11 and later. Shapes are those of the public members, which are called.
/// <c>[SelfAttention]</c> takes its inputs as <see cref="AttentionOperands.Query"/>, <c>[tokens, input dim]</c>; key and value are the same memory or left out, as is all else. It has neither scale nor
/// mask, so that its scores are the same at every stage.
/// </remarks>
public interface IDeclaredContexts
{
    /// <summary>context = weights · value.</summary>
    /// <param name="operands">What the declaration takes.</param>
    /// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or overlaps another; self-attention is given anything but its inputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key count is negative, or larger than the number of keys; of self-attention, other than the number of tokens.</exception>
    static abstract void Forward(in AttentionOperands operands, Span<float> destination);

    /// <summary>weights = softmax(scores), or what the declaration normalizes by.</summary>
    /// <param name="operands">What the declaration takes; values are not read.</param>
    /// <param name="destination"><c>[heads, query tokens, key tokens]</c>.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or overlaps another; self-attention is given anything but its inputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key count is negative, or larger than the number of keys; of self-attention, other than the number of tokens.</exception>
    static abstract void Weights(in AttentionOperands operands, Span<float> destination);

    /// <summary>scores = query · keyᵀ, at the stage asked for.</summary>
    /// <param name="operands">What the declaration takes; values and the key count are not read.</param>
    /// <param name="stage">How far the scores are taken.</param>
    /// <param name="destination"><c>[heads, query tokens, key tokens]</c>.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or overlaps another; self-attention is given anything but its inputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stage.</exception>
    static abstract void Scores(in AttentionOperands operands, ScoreStage stage, Span<float> destination);
}
