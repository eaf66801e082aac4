namespace SpanAttention.Benchmarks.Declarations;

/// <summary>Caches of a block that begin with the same text, such as 16 of 1023 tokens.</summary>
internal sealed class BlockCaches
{
    private readonly ICachingBlock block;
    private readonly int dim;
    private readonly int textLength;
    private readonly KeyValueCache[] caches;

    public BlockCaches(ICachingBlock block, int dim, ReadOnlySpan<float> text, int count)
    {
        this.block = block;
        this.dim = dim;
        textLength = text.Length / dim;
        KeyValueCache first = block.CreateCache();
        block.Forward(text.ToArray(), first);
        caches = [first, .. Enumerable.Range(1, count - 1).Select(_ => Copy(first))];
    }

    /// <summary>One token for each cache from the first on.</summary>
    public void Continue(Span<float> stream, int first)
    {
        ReadOnlySpan<KeyValueCache> chosen = caches.AsSpan(first, stream.Length / dim);
        foreach (KeyValueCache cache in chosen)
        {
            cache.TruncateTo(textLength);
        }

        if (chosen.Length == 1)
        {
            block.Forward(stream, chosen[0]);
        }
        else
        {
            block.Forward(stream, chosen);
        }
    }

    private KeyValueCache Copy(KeyValueCache cache)
    {
        KeyValueCache copy = block.CreateCache();
        cache.CopyTo(copy);
        return copy;
    }
}
