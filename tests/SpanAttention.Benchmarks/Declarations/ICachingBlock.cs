namespace SpanAttention.Benchmarks.Declarations;

/// <summary>What is emitted for a block with a cache.</summary>
internal interface ICachingBlock
{
    KeyValueCache CreateCache();

    void Forward(Span<float> stream, KeyValueCache cache);

    void Forward(Span<float> stream, ReadOnlySpan<KeyValueCache> caches);

    void ForwardParallel(Memory<float> stream, KeyValueCache cache);
}
