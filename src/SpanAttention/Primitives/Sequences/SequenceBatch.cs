using System.ComponentModel;
using System.Globalization;

namespace SpanAttention.Primitives;

/// <summary>The sequences of one call, side by side: how many tokens each has, and the cache that it goes on from, where there is one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct SequenceBatch
{
    private readonly ReadOnlySpan<int> lengths;
    private readonly ReadOnlySpan<KeyValueCache> caches;
    private readonly KeyValueCache? cacheOfOne;
    private readonly bool inRings;
    private readonly int count;

    // Tokens of each where all have as many; −1 where lengths says.
    private readonly int each;

    private SequenceBatch(ReadOnlySpan<int> lengths, ReadOnlySpan<KeyValueCache> caches, KeyValueCache? cacheOfOne, int count, int each, int tokens, bool inRings)
    {
        this.lengths = lengths;
        this.caches = caches;
        this.cacheOfOne = cacheOfOne;
        this.count = count;
        this.each = each;
        this.inRings = inRings;
        Tokens = tokens;
    }

    /// <summary>Tokens of all sequences.</summary>
    public int Tokens { get; }

    /// <summary>Keys of all sequences, those of caches included.</summary>
    public long Keys => Sum(static (queries, keys) => keys);

    /// <summary>Pairs of a query and a key of its sequence.</summary>
    public long Pairs => Sum(static (queries, keys) => (long)queries * keys);

    /// <summary>Tokens that keys and values of the call's own need room for: whole tiles of each sequence; 0 where there are caches.</summary>
    public int Slots => HasCaches ? 0 : (int)Math.Min(int.MaxValue, Sum(static (queries, _) => KeyValueShape.WholeTilesLong(queries)));

    private bool HasCaches => cacheOfOne is not null || !caches.IsEmpty;

    /// <summary>Sequences of some lengths, however many tokens that makes.</summary>
    /// <param name="lengths">Tokens of each.</param>
    /// <exception cref="ArgumentException">One is negative.</exception>
    public static SequenceBatch Of(ReadOnlySpan<int> lengths) => new(lengths, [], null, lengths.Length, each: -1, (int)Math.Min(int.MaxValue, SumOf(lengths)), inRings: false);

    /// <summary>One sequence, which begins with this call.</summary>
    /// <param name="tokens">Its tokens.</param>
    public static SequenceBatch Of(int tokens) => new([], [], null, count: 1, each: tokens, tokens, inRings: false);

    /// <summary>One sequence, which goes on from a cache.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="shape">The shape that it has.</param>
    /// <param name="tokens">Tokens of the call.</param>
    /// <exception cref="ArgumentNullException">There is no cache.</exception>
    /// <exception cref="ArgumentException">The cache has another shape.</exception>
    /// <exception cref="InvalidOperationException">The tokens do not fit.</exception>
    public static SequenceBatch Of(KeyValueCache cache, KeyValueShape shape, int tokens)
    {
        CachedTokens.Check(cache, shape, tokens);
        return new([], [], cache, count: 1, each: tokens, tokens, shape.IsRing);
    }

    /// <summary>Sequences that begin with this call.</summary>
    /// <param name="lengths">Tokens of each.</param>
    /// <param name="tokens">Tokens of the call.</param>
    /// <param name="inputs">The parameter that holds them.</param>
    /// <exception cref="ArgumentException">The lengths do not add up to the tokens, or one is negative.</exception>
    public static SequenceBatch Of(ReadOnlySpan<int> lengths, int tokens, string inputs)
    {
        RequireSum(lengths, tokens, inputs);
        return new(lengths, [], null, lengths.Length, each: -1, tokens, inRings: false);
    }

    /// <summary>One next token for each cache.</summary>
    /// <param name="caches">A cache a token.</param>
    /// <param name="shape">The shape that each has.</param>
    /// <param name="tokens">Tokens of the call.</param>
    /// <param name="inputs">The parameter that holds them.</param>
    /// <exception cref="ArgumentException">There is another number of caches, one is null, of another shape, or there twice.</exception>
    /// <exception cref="InvalidOperationException">One is full.</exception>
    public static SequenceBatch Of(ReadOnlySpan<KeyValueCache> caches, KeyValueShape shape, int tokens, string inputs)
    {
        if (caches.Length != tokens)
        {
            throw new ArgumentException(Invariant($"caches holds {caches.Length} caches; {inputs} holds {tokens} tokens, and each needs a cache."), nameof(caches));
        }

        SequenceBatch batch = new([], caches, null, caches.Length, each: 1, tokens, shape.IsRing);
        batch.RequireCaches(shape);
        return batch;
    }

    /// <summary>Several next tokens for each cache.</summary>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="caches">A cache a sequence.</param>
    /// <param name="shape">The shape that each has.</param>
    /// <param name="tokens">Tokens of the call.</param>
    /// <param name="inputs">The parameter that holds them.</param>
    /// <exception cref="ArgumentException">The lengths do not add up to the tokens, or one is negative; there is another number of caches, one is null, of another shape, or there twice.</exception>
    /// <exception cref="InvalidOperationException">One has no room for its tokens.</exception>
    public static SequenceBatch Of(ReadOnlySpan<int> lengths, ReadOnlySpan<KeyValueCache> caches, KeyValueShape shape, int tokens, string inputs)
    {
        RequireSum(lengths, tokens, inputs);
        if (caches.Length != lengths.Length)
        {
            throw new ArgumentException(Invariant($"caches holds {caches.Length} caches; lengths holds {lengths.Length} sequences, and each needs a cache."), nameof(caches));
        }

        SequenceBatch batch = new(lengths, caches, null, lengths.Length, each: -1, tokens, shape.IsRing);
        batch.RequireCaches(shape);
        return batch;
    }

    /// <summary>Counts the tokens, whose keys and values have been stored, in their caches.</summary>
    public void AddToCaches()
    {
        for (int sequence = 0; sequence < count; sequence++)
        {
            Cache(sequence)?.Add(Length(sequence));
        }
    }

    /// <summary>The cache that a sequence goes on from; null where it begins with this call.</summary>
    internal KeyValueCache? Cache(int sequence) => cacheOfOne ?? (caches.IsEmpty ? null : caches[sequence]);

    /// <summary>Tokens of a sequence.</summary>
    internal int Length(int sequence) => each < 0 ? lengths[sequence] : each;

    /// <summary>Tokens of a sequence before this call.</summary>
    internal int Cached(int sequence) => Cache(sequence)?.Count ?? 0;

    /// <summary>Tokens from a position on that may be stored before any of them attends: a ring gives up one tile at a time.</summary>
    internal int Together(int position) => inRings ? KeyValueShape.WholeTiles(1) - (position % KeyValueShape.WholeTiles(1)) : int.MaxValue;

    private static void RequireSum(ReadOnlySpan<int> lengths, int tokens, string inputs)
    {
        long sum = SumOf(lengths);
        if (sum != tokens)
        {
            throw new ArgumentException(Invariant($"lengths adds up to {sum} tokens; {inputs} holds {tokens}."), nameof(lengths));
        }
    }

    private static long SumOf(ReadOnlySpan<int> lengths)
    {
        long sum = 0;
        for (int sequence = 0; sequence < lengths.Length; sequence++)
        {
            if (lengths[sequence] < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(lengths), lengths[sequence], Invariant($"lengths[{sequence}] is {lengths[sequence]}; it counts the tokens of a sequence and must be at least 0."));
            }

            sum += lengths[sequence];
        }

        return sum;
    }

    private void RequireCaches(KeyValueShape shape)
    {
        for (int sequence = 0; sequence < count; sequence++)
        {
            if (caches[sequence] is not { } cache)
            {
                throw new ArgumentNullException(nameof(caches), Invariant($"caches[{sequence}] is null; each sequence needs a cache."));
            }

            cache.RequireShape(shape, nameof(caches), sequence);
            cache.RequireRoom(Length(sequence), nameof(caches), sequence);
            RequireAlone(cache, sequence);
        }
    }

    private void RequireAlone(KeyValueCache cache, int sequence)
    {
        for (int other = 0; other < sequence; other++)
        {
            if (ReferenceEquals(caches[other], cache))
            {
                throw new ArgumentException(Invariant($"caches[{sequence}] is caches[{other}] again; each sequence needs a cache of its own."), nameof(caches));
            }
        }
    }

    private long Sum(Func<int, int, long> part)
    {
        long sum = 0;
        for (int sequence = 0; sequence < count; sequence++)
        {
            sum += part(Length(sequence), Cached(sequence) + Length(sequence));
        }

        return sum;
    }

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
