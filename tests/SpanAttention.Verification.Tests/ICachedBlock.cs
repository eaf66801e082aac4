namespace SpanAttention.Verification.Tests;

/// <summary>What a declared block with a cache has, whatever its shape.</summary>
internal interface ICachedBlock
{
    void Forward(Span<float> stream);

    void Forward(Span<float> stream, KeyValueCache cache);

    KeyValueCache CreateCache();
}
