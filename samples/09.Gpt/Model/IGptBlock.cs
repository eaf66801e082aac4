using SpanAttention;

namespace GptModel;

/// <summary>A declared block of a GPT. The generator emits all of it but <see cref="Create"/>.</summary>
/// <typeparam name="TSelf">The declared class.</typeparam>
public interface IGptBlock<TSelf>
    where TSelf : IGptBlock<TSelf>
{
    /// <summary>The block of a layer.</summary>
    static abstract TSelf Create(GptWeights weights, int layer);

    /// <summary>Bytes of workspace that a call with sequences of these lengths takes.</summary>
    static abstract long WorkspaceBytes(ReadOnlySpan<int> lengths);

    /// <summary>An empty cache of one text.</summary>
    KeyValueCache CreateCache();

    /// <summary>Takes the next tokens of several texts through the block, [Σ lengths, dim], in place.</summary>
    void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<KeyValueCache> caches);
}
