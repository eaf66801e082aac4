using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>A cache as emitted layers use it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CachedTokens
{
    /// <summary>Asks for a cache of the layer's shape with room for more tokens.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="shape">The layer's shape.</param>
    /// <param name="tokens">Tokens to be added.</param>
    /// <exception cref="ArgumentNullException">There is no cache.</exception>
    /// <exception cref="ArgumentException">The cache has another shape.</exception>
    /// <exception cref="InvalidOperationException">The tokens do not fit.</exception>
    public static void Check(KeyValueCache cache, KeyValueShape shape, int tokens)
    {
        ArgumentNullException.ThrowIfNull(cache);
        cache.RequireShape(shape, nameof(cache));
        cache.RequireRoom(tokens);
    }

    /// <summary>A cache that a call goes on from, where it asks for one.</summary>
    /// <param name="cache">The cache.</param>
    /// <exception cref="ArgumentNullException">There is no cache.</exception>
    public static KeyValueCache Given(KeyValueCache cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return cache;
    }

    /// <summary>A context that a call attends to, where it asks for one.</summary>
    /// <param name="context">The context.</param>
    /// <exception cref="ArgumentNullException">There is no context.</exception>
    public static ContextCache Given(ContextCache context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context;
    }

    /// <summary>The first key.</summary>
    public static ref float Keys(KeyValueCache cache) => ref cache.Store.Keys.First;

    /// <summary>The first value.</summary>
    public static ref float Values(KeyValueCache cache) => ref cache.Store.Values.First;

    /// <summary>Asks for a context of the layer's shape.</summary>
    /// <param name="context">The context.</param>
    /// <param name="shape">The layer's shape.</param>
    /// <exception cref="ArgumentNullException">There is no context.</exception>
    /// <exception cref="ArgumentException">The context has another shape.</exception>
    public static void Check(ContextCache context, KeyValueShape shape)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Store.RequireShape(shape, "context", nameof(context));
    }

    /// <summary>The first key.</summary>
    public static ref float Keys(ContextCache context) => ref context.Store.Keys.First;

    /// <summary>The first value.</summary>
    public static ref float Values(ContextCache context) => ref context.Store.Values.First;

    /// <summary>Copies the keys that the cache holds to where more tokens may follow them, each to its own position.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="keys">Where keys are needed, <c>[heads, groups, head dim, 16 tokens]</c>.</param>
    /// <param name="capacity">Tokens that there is room for, whole tiles.</param>
    public static void CopyKeys(KeyValueCache cache, KeyValueShape shape, ref float keys, int capacity)
    {
        int tile = KeyValueShape.WholeTiles(1);
        int length = shape.Floats(tile, shape.HeadDim);
        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            ReadOnlySpan<float> source = cache.Store.Keys.Span.Slice(head * shape.Floats(shape.Slots, shape.HeadDim), shape.Floats(shape.Slots, shape.HeadDim));
            for (int first = cache.Oldest; first < cache.Count; first += tile)
            {
                ref float destination = ref Unsafe.Add(ref keys, ((nint)head * shape.Floats(capacity, shape.HeadDim)) + shape.Floats(first, shape.HeadDim));
                source.Slice(shape.Floats(first % shape.Slots, shape.HeadDim), length).CopyTo(MemoryMarshal.CreateSpan(ref destination, length));
            }
        }
    }
}
