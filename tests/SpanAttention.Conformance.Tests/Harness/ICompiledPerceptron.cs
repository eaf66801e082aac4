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

    /// <summary>A tape of the layer's own type; without gradients there is none.</summary>
    object CreateTape(int tokens);

    void Forward(ReadOnlySpan<float> inputs, object? tape, Span<float> destination);

    /// <summary>Gradients by the names of tensors, empty where they are not declared.</summary>
    void Backward(object? tape, ReadOnlySpan<float> destinationGradient, Func<string, Memory<float>> gradients, Span<float> inputGradient);

    void Load(Func<string, ReadOnlyMemory<float>> tensors);

    int[] Constants { get; }
}
