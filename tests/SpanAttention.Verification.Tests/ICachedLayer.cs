namespace SpanAttention.Verification.Tests;

/// <summary>What a declared layer with a cache has, whatever its shape.</summary>
internal interface ICachedLayer
{
    void Forward(ReadOnlySpan<float> inputs, Span<float> destination);

    void Forward(ReadOnlySpan<float> inputs, KeyValueCache cache, Span<float> destination);

    KeyValueCache CreateCache();
}
