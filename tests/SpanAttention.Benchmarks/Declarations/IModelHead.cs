namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [Linear], which makes logits of a model's states.</summary>
internal interface IModelHead<THead>
    where THead : IModelHead<THead>
{
    static abstract THead Create(float[] weight);

    void Forward(ReadOnlySpan<float> inputs, Span<float> destination);

    void ForwardParallel(ReadOnlyMemory<float> inputs, Memory<float> destination);
}
