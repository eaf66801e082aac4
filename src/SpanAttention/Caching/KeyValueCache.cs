using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>The keys and values of the tokens that a causal layer has seen, so that later tokens attend to them without projecting them again.</summary>
/// <remarks>
/// Made by a layer's <c>CreateCache</c>; its <c>Forward</c> over a cache adds the tokens it is given. A layer with a <c>LeftWindow</c> makes a ring, which takes any number of tokens and keeps
/// those that are still seen. Not to be used by two threads at once; caches of one layer are independent of each other.
/// </remarks>
public sealed class KeyValueCache
{
    private readonly KeyValueShape shape;

    /// <summary>An empty cache; layers make theirs.</summary>
    /// <param name="shape">What is kept of each token.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public KeyValueCache(KeyValueShape shape)
    {
        this.shape = shape;
        Store = new KeyValueStore(shape, shape.Slots);
    }

    /// <summary>Tokens added so far, those that a ring has given up included; the position of the next one.</summary>
    public int Count { get; private set; }

    /// <summary>Tokens that can be added in all: the layer's ContextLength; with a LeftWindow as many as an int counts.</summary>
    public int Capacity => shape.Capacity;

    /// <summary>The position of the oldest token that is still held: 0 unless a ring has given up some.</summary>
    public int Oldest { get; private set; }

    internal KeyValueStore Store { get; }

    /// <summary>Forgets all tokens.</summary>
    public void Reset()
    {
        Count = 0;
        Oldest = 0;
    }

    /// <summary>Forgets the tokens from position <paramref name="count"/> on, as if they had never been added.</summary>
    /// <param name="count">Tokens to keep: 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is negative or beyond <see cref="Count"/>, or the next token would see one that a ring has given up.
    /// </exception>
    public void TruncateTo(int count)
    {
        if ((uint)count > (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, Invariant($"count is {count}; the cache holds {Count} tokens and can be truncated to 0 to {Count}."));
        }

        if (shape.OldestSeenBy(count) < Oldest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, Invariant($"count is {count}; the token there sees back to {shape.OldestSeenBy(count)}, but of {Count} tokens the ring still holds those from {Oldest} on."));
        }

        Count = count;
    }

    /// <summary>Makes <paramref name="other"/> hold the same tokens, for instance a prompt that several continuations share.</summary>
    /// <param name="other">A cache of the same layer or one of its shape; what it held is forgotten.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="other"/> has another shape.</exception>
    public void CopyTo(KeyValueCache other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.RequireShape(shape, nameof(other));
        Store.CopyTo(other.Store, shape.SlotsOf(Count));
        other.Count = Count;
        other.Oldest = Oldest;
    }

    /// <summary>Saves the tokens that are held, for this process or another, on any machine: the same tokens give the same bytes.</summary>
    /// <param name="destination">Takes 80 bytes, and, a token, a number of the cache's element for each of <c>[key/value heads, head dim]</c> and <c>[key/value heads, value dim]</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    public void Save(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        SavedCache.Write(Store, new(shape, Count, Oldest), destination);
    }

    /// <summary>Makes this cache hold the tokens of a saved one, and go on from there bit for bit.</summary>
    /// <param name="source">All bytes that <see cref="Save"/> wrote, of a cache of the same layer or one of its shape; what this one held is forgotten.</param>
    /// <exception cref="ArgumentException"><paramref name="source"/> is no saved cache, one of another version or shape, or damaged; this one then stays as it is.</exception>
    public void Load(ReadOnlySpan<byte> source)
    {
        SavedCacheHeader header = SavedCache.Check(source, shape, nameof(source));
        SavedCache.Read(source, header, Store);
        Count = header.Count;
        Oldest = header.Oldest;
    }

    /// <summary>Asks for a cache of a layer's shape.</summary>
    /// <param name="expected">The layer's.</param>
    /// <param name="parameter">What the caller names it.</param>
    /// <param name="index">Its place among several; −1 where it is alone.</param>
    internal void RequireShape(KeyValueShape expected, string parameter, int index = -1) => Store.RequireShape(expected, "cache", parameter, index);

    /// <summary>Asks for room for more tokens.</summary>
    /// <param name="tokens">How many.</param>
    /// <param name="parameter">What the caller names several caches, of which this is one.</param>
    /// <param name="index">Its place among them; −1 where it is alone.</param>
    internal void RequireRoom(int tokens, string parameter = "", int index = -1)
    {
        if (tokens > Capacity - Count)
        {
            string place = index < 0 ? "The cache" : Invariant($"{parameter}[{index}]");
            throw new InvalidOperationException(Invariant($"{place} holds {Count} of {Capacity} tokens; {tokens} more would not fit."));
        }
    }

    /// <summary>Counts tokens whose keys and values have been stored.</summary>
    internal void Add(int tokens)
    {
        Count += tokens;
        Oldest = Math.Max(Oldest, shape.OldestOf(Count));
    }

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
