using SpanAttention;

namespace GptModel;

/// <summary>The declared attention of a block, beside the block, which does not show where it looks. The generator emits all of it but <see cref="Create"/> and <see cref="HeadCount"/>.</summary>
/// <typeparam name="TSelf">The declared class.</typeparam>
public interface IGptAttention<TSelf>
    where TSelf : IGptAttention<TSelf>
{
    /// <summary>Heads of it.</summary>
    static abstract int HeadCount { get; }

    /// <summary>The attention of a layer.</summary>
    static abstract TSelf Create(GptWeights weights, int layer);

    /// <summary>Computes the attention weights of tokens that follow those in the cache, [heads, tokens, cached + tokens].</summary>
    void AttentionWeights(ReadOnlySpan<float> inputs, KeyValueCache cache, Span<float> destination);
}
