namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The members that [SelfAttention] emits.</summary>
public interface ICompiledSelfAttention
{
    void Scores(ReadOnlySpan<float> inputs, Span<float> destination);

    void Weights(ReadOnlySpan<float> inputs, Span<float> destination);

    void Forward(ReadOnlySpan<float> inputs, Span<float> destination);

    /// <summary>Where gradients are declared.</summary>
    void Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> contextGradient, Span<float> inputGradient);
}
