using System.Buffers;

namespace SpanAttention.Verification;

/// <summary>A cache of a layer as the kit calls it, whoever wrote it.</summary>
public sealed record LayerCache
{
    /// <summary>Adds tokens to the cache, and gives their outputs.</summary>
    public required LayerCall Forward { get; init; }

    /// <summary>Forgets the tokens from a position on, as if they had never been added; null if the cache cannot.</summary>
    public Action<int>? TruncateTo { get; init; }

    /// <summary>Forgets all tokens, so that the cache is as a new one; null if the cache cannot.</summary>
    public Action? Reset { get; init; }

    /// <summary>Makes another cache of the layer hold the same tokens; null if the cache cannot.</summary>
    public Action<LayerCache>? CopyTo { get; init; }

    /// <summary>All that <see cref="Load"/> needs to make another cache hold the same tokens, in another process too; null if the cache cannot be saved.</summary>
    public Func<byte[]>? Save { get; init; }

    /// <summary>Makes the cache hold the tokens of one that was saved; null if it cannot.</summary>
    public Action<byte[]>? Load { get; init; }

    /// <summary>The cache itself, for <see cref="CopyTo"/> to find in the other one.</summary>
    public object? State { get; init; }

    /// <summary>A declared layer's cache, with all that it can do.</summary>
    /// <param name="cache">A new cache, of the layer's <c>CreateCache</c>.</param>
    /// <param name="forward">The layer's <c>Forward</c> over a cache.</param>
    public static LayerCache Of(KeyValueCache cache, CachedLayerCall forward)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(forward);
        return Of(cache, (inputs, destination) => forward(inputs, cache, destination));
    }

    /// <summary>A declared block's cache, with all that it can do.</summary>
    /// <param name="cache">A new cache, of the block's <c>CreateCache</c>.</param>
    /// <param name="forward">The block's <c>Forward</c> over a cache.</param>
    public static LayerCache Of(KeyValueCache cache, CachedStreamCall forward)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(forward);
        return Of(cache, StreamCalls.Of(forward, cache));
    }

    private static LayerCache Of(KeyValueCache cache, LayerCall forward)
    {
        return new LayerCache
        {
            Forward = forward,
            TruncateTo = cache.TruncateTo,
            Reset = cache.Reset,
            CopyTo = other => cache.CopyTo((KeyValueCache)other.State!),
            Save = () =>
            {
                ArrayBufferWriter<byte> saved = new();
                cache.Save(saved);
                return saved.WrittenSpan.ToArray();
            },
            Load = saved => cache.Load(saved),
            State = cache,
        };
    }
}
