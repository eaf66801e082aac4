namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A type declared with [TransformerBlock] and ContextLength. It keeps its caches to itself: a type of the library would be another one in another build.</summary>
public interface ICachedBlock<TBlock> : IBlock<TBlock>
    where TBlock : ICachedBlock<TBlock>
{
    /// <summary>Reads a text into so many caches.</summary>
    void Begin(ReadOnlySpan<float> text, int caches);

    /// <summary>Continues that text by one token in each cache from the first on, and forgets what came after it before.</summary>
    void Continue(Span<float> stream, int firstCache);
}
