using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The members that [MultiHeadAttention] emits. Those of a cache or of a projected context are there for layers that have one.</summary>
public interface ICompiledLayer
{
    /// <summary>A layer of the same declaration with these weights.</summary>
    ICompiledLayer Create(LayerTensors tensors) => Create(name => tensors.Of(name));

    /// <summary>The same with weights by the names of <see cref="LayerTensors"/>, empty where they are not declared.</summary>
    ICompiledLayer Create(Func<string, ReadOnlyMemory<float>> tensors);

    void Forward(in LayerOperands operands, Span<float> destination);

    void Forward(in LayerOperands operands, int tokenCount, Span<float> destination);

    void ForwardAdd(in LayerOperands operands, ReadOnlySpan<float> residual, Span<float> destination);

    void AttentionWeights(in LayerOperands operands, Span<float> destination);

    void AttentionWeights(in LayerOperands operands, int tokenCount, Span<float> destination);

    /// <summary>An empty cache.</summary>
    KeyValueCache CreateCache();

    void Forward(in LayerOperands operands, KeyValueCache cache, Span<float> destination);

    void ForwardAdd(in LayerOperands operands, KeyValueCache cache, ReadOnlySpan<float> residual, Span<float> destination);

    void AttentionWeights(in LayerOperands operands, KeyValueCache cache, Span<float> destination);

    /// <summary>Several sequences, for layers that attend to their inputs and declare no length of them; over contexts of so many tokens each, for those that attend to contexts.</summary>
    void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, Span<float> destination);

    void Forward(in LayerOperands operands, ReadOnlySpan<KeyValueCache> caches, Span<float> destination);

    void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, ReadOnlySpan<KeyValueCache> caches, Span<float> destination);

    void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths, Span<float> destination);

    void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, ReadOnlySpan<ContextCache> contexts, Span<float> destination);

    void Forward(in LayerOperands operands, ReadOnlySpan<ContextCache> contexts, Span<float> destination);

    long WorkspaceBytes(ReadOnlySpan<int> lengths);

    long WorkspaceBytes(ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths);

    void ForwardParallel(in LayerOperands operands, Memory<float> destination);

    void ForwardParallel(in LayerOperands operands, KeyValueCache cache, Memory<float> destination);

    void ForwardParallel(in LayerOperands operands, ContextCache context, Memory<float> destination);

    /// <summary>Keys and values of the operands' key and value inputs.</summary>
    ContextCache ProjectContext(in LayerOperands operands);

    void Forward(in LayerOperands operands, ContextCache context, Span<float> destination);

    /// <summary>A tape of the layer's own type, for those that have gradients; only layers that attend to contexts have room for context tokens.</summary>
    object CreateTape(int tokens, int contextTokens);

    void Forward(in LayerOperands operands, object? tape, Span<float> destination);

    void Forward(in LayerOperands operands, ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths, object? tape, Span<float> destination);

    /// <summary>Gradients of weights by the names of tensors, empty where they are not declared, and the other results by those of their parameters.</summary>
    void Backward(object? tape, in LayerOperands operands, ReadOnlySpan<float> destinationGradient, Func<string, Memory<float>> gradients);

    void Load(Func<string, ReadOnlyMemory<float>> tensors);

    long WorkspaceBytes(int tokens);

    /// <summary>Where keys and values come from the inputs there are no other tokens, and the second count is of no use.</summary>
    long WorkspaceBytes(int tokens, int contextTokens);
}
