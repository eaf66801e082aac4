namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>A layer with a cache, and how its tokens are divided into calls.</summary>
public sealed record ChunkedTrial(LayerTrial Layer, IReadOnlyList<int> Chunks)
{
    public override string ToString() => $"{Layer} in chunks of {string.Join(", ", Chunks)}";
}
