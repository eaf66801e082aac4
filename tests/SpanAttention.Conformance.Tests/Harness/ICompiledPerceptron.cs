namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The members that [Linear] and [FeedForward] emit.</summary>
public interface ICompiledPerceptron
{
    /// <summary>A layer of the same declaration with weights by their names, empty where they are not declared.</summary>
    ICompiledPerceptron Create(Func<string, ReadOnlyMemory<float>> tensors);

    void Forward(ReadOnlySpan<float> inputs, Span<float> destination);

    void ForwardAdd(ReadOnlySpan<float> inputs, ReadOnlySpan<float> residual, Span<float> destination);

    void ForwardParallel(ReadOnlyMemory<float> inputs, Memory<float> destination);

    /// <summary>The weights of one output; a feed-forward layer has no such member.</summary>
    void CopyWeights(int output, Span<float> destination);

    long WorkspaceBytes(int tokens);

    int[] Constants { get; }
}
