using System.ComponentModel;
using System.Globalization;

namespace SpanAttention.Primitives;

/// <summary>The sequences of one call, one or several side by side: how many tokens each has, the cache that it goes on from, and the context that it attends to, where there is one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct SequenceBatch
{
    private readonly ReadOnlySpan<int> lengths;
    private readonly int count;

    // Tokens of each where all have as many; −1 where lengths says.
    private readonly int each;

    // The parameter that holds the tokens, for messages.
    private readonly string inputs;

    private SequenceBatch(ReadOnlySpan<int> lengths, int count, int each, int tokens, string inputs)
    {
        this.lengths = lengths;
        this.count = count;
        this.each = each;
        this.inputs = inputs;
        Tokens = tokens;
    }

    /// <summary>Tokens of all sequences.</summary>
    public int Tokens { get; }

    /// <summary>Tokens that keys and values of the call's own need room for: whole tiles of each sequence, or of its context; 0 where they are kept elsewhere.</summary>
    public int Slots
    {
        get
        {
            long slots = 0;
            for (int sequence = 0; sequence < count; sequence++)
            {
                slots += KeyValueShape.WholeTilesLong(OwnKeys(sequence));
            }

            return (int)Math.Min(int.MaxValue, slots);
        }
    }

    /// <summary>The same sequences as a block's attention takes them: over their own tokens.</summary>
    public SequenceBatch OverOwnTokens => this with { Contexts = default };

    /// <summary>The same sequences as a block's cross-attention takes them: over their contexts, with no cache or padding of their own tokens.</summary>
    public SequenceBatch OverContexts => this with { Caches = default, CacheOfOne = null, InRings = false, Padding = 0 };

    /// <summary>The contexts as sequences of their own, whose keys and values the call projects; none where that was done before.</summary>
    public SequenceBatch OfContexts => Contexts.AsSequences;

    private ReadOnlySpan<KeyValueCache> Caches { get; init; }

    private KeyValueCache? CacheOfOne { get; init; }

    private bool InRings { get; init; }

    private SequenceContexts Contexts { get; init; }

    // Keys of the only sequence that are padding.
    private int Padding { get; init; }

    /// <summary>One sequence, which begins with this call.</summary>
    /// <param name="tokens">Its tokens.</param>
    public static SequenceBatch Of(int tokens) => new([], count: 1, each: tokens, tokens, inputs: "");

    /// <summary>One sequence, of whose tokens the last ones are padding.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="tokenCount">Tokens that are not padding.</param>
    /// <exception cref="ArgumentOutOfRangeException">That is less than 0 or more than there are.</exception>
    public static SequenceBatch Of(int tokens, int tokenCount) => Of(tokens) with { Padding = PaddingOf(tokens, tokenCount) };

    /// <summary>Sequences of some lengths, however many tokens that makes.</summary>
    /// <param name="lengths">Tokens of each.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public static SequenceBatch Of(ReadOnlySpan<int> lengths) => new(lengths, lengths.Length, each: -1, (int)Math.Min(int.MaxValue, SequenceLengths.Sum(lengths, nameof(lengths))), inputs: "");

    /// <summary>Sequences that lie side by side.</summary>
    /// <param name="lengths">Tokens of each.</param>
    /// <param name="tokens">Tokens of the call.</param>
    /// <param name="inputs">The parameter that holds them.</param>
    /// <exception cref="ArgumentException">The lengths do not add up to the tokens, or one is negative.</exception>
    public static SequenceBatch Of(ReadOnlySpan<int> lengths, int tokens, string inputs)
    {
        SequenceLengths.RequireSum(lengths, nameof(lengths), tokens, inputs);
        return new(lengths, lengths.Length, each: -1, tokens, inputs);
    }

    /// <summary>One token of each of several sequences.</summary>
    /// <param name="tokens">Tokens of the call.</param>
    /// <param name="inputs">The parameter that holds them.</param>
    public static SequenceBatch OneEach(int tokens, string inputs) => new([], tokens, each: 1, tokens, inputs);

    /// <summary>The same where the only sequence goes on from a cache.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="shape">The shape that it has.</param>
    /// <exception cref="ArgumentNullException">There is no cache.</exception>
    /// <exception cref="ArgumentException">The cache has another shape.</exception>
    /// <exception cref="InvalidOperationException">The tokens do not fit.</exception>
    public SequenceBatch After(KeyValueCache cache, KeyValueShape shape)
    {
        CachedTokens.Check(cache, shape, Tokens);
        return this with { CacheOfOne = cache, InRings = shape.IsRing };
    }

    /// <summary>The same where each sequence goes on from a cache.</summary>
    /// <param name="caches">A cache a sequence.</param>
    /// <param name="shape">The shape that each has.</param>
    /// <exception cref="ArgumentException">There is another number of caches, one is null, of another shape, or there twice.</exception>
    /// <exception cref="InvalidOperationException">One has no room for its tokens.</exception>
    public SequenceBatch After(ReadOnlySpan<KeyValueCache> caches, KeyValueShape shape)
    {
        RequireOneEach(caches.Length, nameof(caches), "cache");
        for (int sequence = 0; sequence < count; sequence++)
        {
            RequireThere(caches[sequence], nameof(caches), sequence, "cache");
            caches[sequence].RequireShape(shape, nameof(caches), sequence);
            caches[sequence].RequireRoom(Length(sequence), nameof(caches), sequence);
            RequireAlone(caches, sequence);
        }

        return this with { Caches = caches, InRings = shape.IsRing };
    }

    /// <summary>The same where the only sequence attends to a context.</summary>
    /// <param name="tokens">Tokens of the context.</param>
    public SequenceBatch Over(int tokens) => this with { Contexts = new(tokens) };

    /// <summary>The same where the only sequence attends to a context, of whose tokens the last ones are padding.</summary>
    /// <param name="tokens">Tokens of the context.</param>
    /// <param name="tokenCount">Tokens that are not padding.</param>
    /// <exception cref="ArgumentOutOfRangeException">That is less than 0 or more than there are.</exception>
    public SequenceBatch Over(int tokens, int tokenCount) => Over(tokens) with { Padding = PaddingOf(tokens, tokenCount) };

    /// <summary>The same where the only sequence attends to a context that has been projected.</summary>
    /// <param name="context">The context.</param>
    /// <param name="shape">The shape that it has.</param>
    /// <exception cref="ArgumentNullException">There is no context.</exception>
    /// <exception cref="ArgumentException">The context has another shape.</exception>
    public SequenceBatch Over(ContextCache context, KeyValueShape shape)
    {
        CachedTokens.Check(context, shape);
        return this with { Contexts = new(context) };
    }

    /// <summary>The same where each sequence attends to a context of its own; contexts lie side by side.</summary>
    /// <param name="contextLengths">Tokens of each.</param>
    /// <exception cref="ArgumentException">There is another number of contexts, or one is negative.</exception>
    public SequenceBatch Over(ReadOnlySpan<int> contextLengths)
    {
        RequireOneEach(contextLengths.Length, nameof(contextLengths), "context");
        SequenceLengths.Sum(contextLengths, nameof(contextLengths));
        return this with { Contexts = new(contextLengths) };
    }

    /// <summary>The same where each sequence attends to a context of its own; contexts lie side by side.</summary>
    /// <param name="contextLengths">Tokens of each.</param>
    /// <param name="tokens">Tokens of all contexts.</param>
    /// <param name="context">The parameter that holds them.</param>
    /// <exception cref="ArgumentException">There is another number of contexts, their lengths do not add up to the tokens, or one is negative.</exception>
    public SequenceBatch Over(ReadOnlySpan<int> contextLengths, int tokens, string context)
    {
        RequireOneEach(contextLengths.Length, nameof(contextLengths), "context");
        SequenceLengths.RequireSum(contextLengths, nameof(contextLengths), tokens, context);
        return this with { Contexts = new(contextLengths) };
    }

    /// <summary>The same where each sequence attends to a context that has been projected; several may attend to one.</summary>
    /// <param name="contexts">A context a sequence.</param>
    /// <param name="shape">The shape that each has.</param>
    /// <exception cref="ArgumentException">There is another number of contexts, one is null, or of another shape.</exception>
    public SequenceBatch Over(ReadOnlySpan<ContextCache> contexts, KeyValueShape shape)
    {
        RequireOneEach(contexts.Length, nameof(contexts), "context");
        for (int sequence = 0; sequence < count; sequence++)
        {
            RequireThere(contexts[sequence], nameof(contexts), sequence, "context");
            contexts[sequence].Store.RequireShape(shape, "context", nameof(contexts), sequence);
        }

        return this with { Contexts = new(contexts) };
    }

    /// <summary>Asks for a tensor of which every sequence has a part of its own.</summary>
    /// <param name="length">Elements of the span.</param>
    /// <param name="heads">Heads that have parts each; 0 where all have the same.</param>
    /// <param name="axes">The axes of a part.</param>
    /// <param name="parameter">The span's parameter name.</param>
    /// <param name="words">The axes in words.</param>
    /// <exception cref="ArgumentException">The span is shorter or longer.</exception>
    public void Require(int length, int heads, SequenceAxes axes, string parameter, string words)
    {
        long needed = Math.Max(1, heads) * Elements(axes);
        if (length != needed)
        {
            string shape = count == 1 ? $"[{string.Join(", ", ShapeOfOne(heads, axes))}] ({words}) needs {needed}" : $"{needed} are needed ({words}, sequence by sequence)";
            throw new ArgumentException(Invariant($"{parameter} holds {length} elements; {shape}."), parameter);
        }
    }

    /// <summary>Counts the tokens, whose keys and values have been stored, in their caches.</summary>
    public void AddToCaches()
    {
        for (int sequence = 0; sequence < count; sequence++)
        {
            Cache(sequence)?.Add(Length(sequence));
        }
    }

    /// <summary>Sequences.</summary>
    internal int Count => count;

    /// <summary>Tells whether sequences attend to contexts; to their own tokens otherwise.</summary>
    internal bool HasContexts => Contexts.AreThere;

    /// <summary>The cache that a sequence goes on from; null where it begins with this call.</summary>
    internal KeyValueCache? Cache(int sequence) => CacheOfOne ?? (Caches.IsEmpty ? null : Caches[sequence]);

    /// <summary>The keys and values of a sequence's context; null where there is none, or the call projects them.</summary>
    internal ContextCache? Context(int sequence) => Contexts.Projected(sequence);

    /// <summary>Tokens of a sequence.</summary>
    internal int Length(int sequence) => each < 0 ? lengths[sequence] : each;

    /// <summary>Keys that a sequence attends to, padding included.</summary>
    internal int KeyLength(int sequence) => Contexts.AreThere ? Contexts.Tokens(sequence) : Cached(sequence) + Length(sequence);

    /// <summary>The same without padding.</summary>
    internal int KeyCount(int sequence) => KeyLength(sequence) - Padding;

    /// <summary>Keys of the call's own that a sequence needs room for.</summary>
    internal int OwnKeys(int sequence) => Cache(sequence) is null && Context(sequence) is null ? KeyLength(sequence) : 0;

    /// <summary>The position of a sequence's first token among its keys: behind those of its cache, or so that its last token stands at the last token of its context.</summary>
    internal int FirstPosition(int sequence) => Contexts.AreThere ? KeyCount(sequence) - Length(sequence) : Cached(sequence);

    /// <summary>Tokens from a position on that may be stored before any of them attends: a ring gives up one tile at a time.</summary>
    internal int Together(int position) => InRings ? KeyValueShape.WholeTiles(1) - (position % KeyValueShape.WholeTiles(1)) : int.MaxValue;

    private int Cached(int sequence) => Cache(sequence)?.Count ?? 0;

    private long Elements(SequenceAxes axes)
    {
        long elements = 0;
        for (int sequence = 0; sequence < count; sequence++)
        {
            elements += axes == SequenceAxes.Keys ? KeyLength(sequence) : (long)Length(sequence) * KeyLength(sequence);
        }

        return elements;
    }

    private IEnumerable<int> ShapeOfOne(int heads, SequenceAxes axes) => [.. heads > 0 ? new[] { heads } : [], .. axes == SequenceAxes.Pairs ? new[] { Length(0) } : [], KeyLength(0)];

    private void RequireOneEach(int given, string parameter, string what)
    {
        if (given != count)
        {
            string sequences = each < 0 ? $"lengths holds {count} sequences" : $"{inputs} holds {count} tokens";
            throw new ArgumentException(Invariant($"{parameter} holds {given} {what}s; {sequences}, and each needs a {what}."), parameter);
        }
    }

    private static void RequireThere(object? given, string parameter, int sequence, string what)
    {
        if (given is null)
        {
            throw new ArgumentNullException(parameter, Invariant($"{parameter}[{sequence}] is null; each sequence needs a {what}."));
        }
    }

    private static void RequireAlone(ReadOnlySpan<KeyValueCache> caches, int sequence)
    {
        for (int other = 0; other < sequence; other++)
        {
            if (ReferenceEquals(caches[other], caches[sequence]))
            {
                throw new ArgumentException(Invariant($"caches[{sequence}] is caches[{other}] again; each sequence needs a cache of its own."), nameof(caches));
            }
        }
    }

    private static int PaddingOf(int tokens, int tokenCount)
    {
        SpanShape.Count(tokenCount, tokens, nameof(tokenCount), "tokens that are not padding");
        return tokens - tokenCount;
    }

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
