namespace SpanAttention.Benchmarks.Contenders;

/// <summary>What a person writes attention and feed-forward with: a few operations on rows.</summary>
internal interface IRowArithmetic
{
    static abstract string Name { get; }

    /// <summary>Whether it may sit out where one call takes too long.</summary>
    static abstract bool MayBeSkipped { get; }

    static abstract float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second);

    /// <summary>Scaled scores become weights that sum to one.</summary>
    static abstract void Softmax(Span<float> scores, float scale);

    /// <summary>x / 2 · (1 + tanh(√(2 / π) · (x + 0.044715 x³))), as in GPT-2.</summary>
    static abstract void GeluTanh(Span<float> values);

    static abstract void MultiplyAdd(ReadOnlySpan<float> values, float weight, Span<float> sum);
}
