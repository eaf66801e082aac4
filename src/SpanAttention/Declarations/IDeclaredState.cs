namespace SpanAttention;

/// <summary>The members of a type that <see cref="AttentionAttribute"/> declares with <see cref="AttentionAttribute.State"/>, for code that is generic in the type.</summary>
public interface IDeclaredState : IDeclaredAttention
{
    /// <summary>Floats of a running state.</summary>
    /// <param name="queryLength">Query tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, other than the declared one, or the state would be longer than a span.</exception>
    static abstract int StateLength(int queryLength);

    /// <summary>Begins a running state, before any key.</summary>
    /// <param name="operands">Sinks, where they are declared; nothing else is read.</param>
    /// <param name="state"><c>StateLength</c> floats, all overwritten.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or the state overlaps the sinks.</exception>
    static abstract void Begin(in AttentionOperands operands, Span<float> state);

    /// <summary>Carries a running state on over more keys.</summary>
    /// <param name="operands">What the declaration takes, of this part's keys.</param>
    /// <param name="firstKey">Index of the part's first key among all keys, a multiple of 64. Not looked at where positions do not matter.</param>
    /// <param name="totalKeys">Keys of all parts together. Not looked at where positions do not matter, nor where the first query stands at the first key.</param>
    /// <param name="state">The state, in place.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or the state overlaps another span.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key count is more than the part's keys, or the part does not lie within all keys.</exception>
    static abstract void Continue(in AttentionOperands operands, int firstKey, int totalKeys, Span<float> state);

    /// <summary>Contexts and logSumExps of a running state, which may be carried on afterwards.</summary>
    /// <param name="state">The state.</param>
    /// <param name="destination"><c>[query tokens, heads, value dim]</c>, or heads first; may be longer.</param>
    /// <param name="logSumExp"><c>[heads, query tokens]</c>; may be longer.</param>
    /// <exception cref="ArgumentException">A span does not have its shape, or results overlap the state or each other.</exception>
    static abstract void Finish(ReadOnlySpan<float> state, Span<float> destination, Span<float> logSumExp);
}
