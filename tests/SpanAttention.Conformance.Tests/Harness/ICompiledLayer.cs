using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The members that [MultiHeadAttention] emits; of key and value inputs, a layer takes those that it declares.</summary>
public interface ICompiledLayer
{
    /// <summary>A layer of the same declaration with these weights.</summary>
    ICompiledLayer Create(LayerTensors tensors);

    void Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> keyInputs, ReadOnlySpan<float> valueInputs, Span<float> destination);

    void Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> keyInputs, ReadOnlySpan<float> valueInputs, int tokenCount, Span<float> destination);

    void AttentionWeights(ReadOnlySpan<float> inputs, ReadOnlySpan<float> keyInputs, ReadOnlySpan<float> valueInputs, Span<float> destination);

    void AttentionWeights(ReadOnlySpan<float> inputs, ReadOnlySpan<float> keyInputs, ReadOnlySpan<float> valueInputs, int tokenCount, Span<float> destination);

    /// <summary>An empty cache; for layers that declare one.</summary>
    KeyValueCache CreateCache();

    void Forward(ReadOnlySpan<float> inputs, KeyValueCache cache, Span<float> destination);

    void AttentionWeights(ReadOnlySpan<float> inputs, KeyValueCache cache, Span<float> destination);

    long WorkspaceBytes(int tokens, int contextTokens);
}
