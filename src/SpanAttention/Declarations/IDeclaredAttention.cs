namespace SpanAttention;

/// <summary>The members of a type that <see cref="AttentionAttribute"/> declares, for code that is generic in the type: those of <see cref="IDeclaredContexts"/>, and attention in parts.</summary>
/// <remarks>
/// The generator adds this interface to every declared struct and class that may implement one (a static class and a ref struct may not), where the language
/// version knows static abstract members: C# 11 and later. Every member calls the type's public member of that name; without a <see cref="AttentionOperands.KeyCount"/>
/// the overload that takes none. Shapes are those of the public members.
/// </remarks>
public interface IDeclaredAttention : IDeclaredContexts
{
    /// <summary>As <see cref="IDeclaredContexts.Forward"/>, with the natural logarithm of every row's sum of exponentials.</summary>
    /// <param name="operands">What the declaration takes.</param>
    /// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
    /// <param name="logSumExp"><c>[heads, query tokens]</c>; −∞ for a row that sees no key. Logits beyond ±2.3587e38, where the exponent to base 2 would overflow, count as that much.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or overlaps another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key count is negative, or larger than the number of keys.</exception>
    static abstract void Forward(in AttentionOperands operands, Span<float> destination, Span<float> logSumExp);

    /// <summary>One block of Forward, of <see cref="BlockCount"/>.</summary>
    /// <param name="block">0 to BlockCount − 1.</param>
    /// <param name="operands">What the declaration takes.</param>
    /// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first.</param>
    /// <param name="logSumExp"><c>[heads, query tokens]</c>; the rows of the block, as Forward's.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or overlaps another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block; or the key count is out of its range.</exception>
    static abstract void ForwardBlock(int block, in AttentionOperands operands, Span<float> destination, Span<float> logSumExp);

    /// <summary>Blocks that Forward falls into.</summary>
    /// <param name="queryLength">Query tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or another than the declared one.</exception>
    static abstract int BlockCount(int queryLength);

    /// <summary>Attention over the union of two disjoint key sets, from the results over each.</summary>
    /// <param name="outputA">Contexts over the first key set.</param>
    /// <param name="logSumExpA"><c>[heads, query tokens]</c>.</param>
    /// <param name="outputB">Contexts over the second key set.</param>
    /// <param name="logSumExpB"><c>[heads, query tokens]</c>.</param>
    /// <param name="output">Contexts over both.</param>
    /// <param name="logSumExp"><c>[heads, query tokens]</c>, over both.</param>
    /// <exception cref="ArgumentException">A span does not have its shape.</exception>
    static abstract void Merge(
        ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB, Span<float> output, Span<float> logSumExp);
}
