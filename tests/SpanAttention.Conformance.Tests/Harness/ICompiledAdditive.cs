namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The members that [AdditiveAttention] emits; spans that are not declared are not looked at.</summary>
public interface ICompiledAdditive
{
    void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, Span<float> destination);

    void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, Span<float> destination);

    /// <summary>With logSumExp, where gradients are declared.</summary>
    void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, Span<float> destination, Span<float> logSumExp);

    void Backward(
        ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, ReadOnlySpan<float> scale, ReadOnlySpan<bool> mask, ReadOnlySpan<float> context, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> contextGradient,
        Span<float> queryGradient, Span<float> keyGradient, Span<float> valueGradient, Span<float> scaleGradient);

    /// <summary>HeadDim, ValueDim, StackBytes.</summary>
    int[] Constants { get; }
}
