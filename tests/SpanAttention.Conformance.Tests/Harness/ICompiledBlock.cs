using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The members that [TransformerBlock] emits. Those of a cache or of contexts are there for blocks that have them.</summary>
public interface ICompiledBlock
{
    /// <summary>A block of the same declaration with weights by their names, those of parts as <c>Attention.Query</c>; empty where they are not declared.</summary>
    ICompiledBlock Create(Func<string, ReadOnlyMemory<float>> tensors);

    void Forward(Span<float> stream, in LayerOperands operands);

    void Forward(Span<float> stream, in LayerOperands operands, int tokenCount);

    KeyValueCache CreateCache();

    void Forward(Span<float> stream, in LayerOperands operands, KeyValueCache cache);

    /// <summary>Several sequences, for blocks that declare no length of them.</summary>
    void Forward(Span<float> stream, ReadOnlySpan<int> lengths, in LayerOperands operands);

    void Forward(Span<float> stream, ReadOnlySpan<KeyValueCache> caches, in LayerOperands operands);

    void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<KeyValueCache> caches, in LayerOperands operands);

    /// <summary>Several sequences, over contexts of so many tokens each.</summary>
    void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths, in LayerOperands operands);

    void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<ContextCache> contexts, in LayerOperands operands);

    void Forward(Span<float> stream, ReadOnlySpan<ContextCache> contexts, ReadOnlySpan<KeyValueCache> caches, in LayerOperands operands);

    void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<ContextCache> contexts, ReadOnlySpan<KeyValueCache> caches, in LayerOperands operands);

    void ForwardParallel(Memory<float> stream, in LayerOperands operands);

    void ForwardParallel(Memory<float> stream, in LayerOperands operands, KeyValueCache cache);

    void ForwardParallel(Memory<float> stream, ContextCache context, in LayerOperands operands);

    void ForwardParallel(Memory<float> stream, ContextCache context, in LayerOperands operands, KeyValueCache cache);

    /// <summary>Keys and values of the context, for blocks with cross-attention.</summary>
    ContextCache ProjectContext(in LayerOperands operands);

    void Forward(Span<float> stream, ContextCache context, in LayerOperands operands);

    void Forward(Span<float> stream, ContextCache context, in LayerOperands operands, int tokenCount);

    void Forward(Span<float> stream, ContextCache context, in LayerOperands operands, KeyValueCache cache);

    /// <summary>A tape of the block's own type, for those that have gradients.</summary>
    object CreateTape(int tokens, int contextTokens);

    void Forward(Span<float> stream, in LayerOperands operands, object? tape);

    void Forward(Span<float> stream, ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths, in LayerOperands operands, object? tape);

    /// <summary>Gradients of weights by their names, those of parts as <c>Attention.Query</c>; the stream's is written in place.</summary>
    void Backward(object? tape, in LayerOperands operands, Func<string, Memory<float>> gradients, BlockGradients results);

    void Load(Func<string, ReadOnlyMemory<float>> tensors);

    long WorkspaceBytes(int tokens);

    /// <summary>Bytes for a context of so many tokens, which without cross-attention is none.</summary>
    long WorkspaceBytes(int tokens, int contextTokens);

    /// <summary>Bytes for contexts of so many tokens, which without cross-attention are none.</summary>
    long WorkspaceBytes(ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths);
}
