namespace SpanAttention.Primitives;

/// <summary>The contexts that the sequences of a call attend to, one each: how many tokens it has, and its keys and values where they have been projected before.</summary>
internal readonly ref struct SequenceContexts
{
    private readonly ReadOnlySpan<int> lengths;
    private readonly ReadOnlySpan<ContextCache> projected;
    private readonly ContextCache? projectedOfOne;

    // Tokens of the only context; −1 where lengths says, or what was projected.
    private readonly int tokensOfOne;

    /// <summary>One context.</summary>
    /// <param name="tokens">Its tokens.</param>
    public SequenceContexts(int tokens)
    {
        tokensOfOne = tokens;
        AreThere = true;
    }

    /// <summary>One context that has been projected.</summary>
    /// <param name="context">Its keys and values.</param>
    public SequenceContexts(ContextCache context)
        : this(context.Count) => projectedOfOne = context;

    /// <summary>Several contexts side by side.</summary>
    /// <param name="lengths">Tokens of each.</param>
    public SequenceContexts(ReadOnlySpan<int> lengths)
        : this(tokens: -1) => this.lengths = lengths;

    /// <summary>Several contexts that have been projected.</summary>
    /// <param name="contexts">Their keys and values.</param>
    public SequenceContexts(ReadOnlySpan<ContextCache> contexts)
        : this(tokens: -1) => projected = contexts;

    /// <summary>Tells whether there are any: sequences attend to their own tokens otherwise.</summary>
    public bool AreThere { get; }

    /// <summary>The contexts as sequences of their own, whose keys and values the call projects; none where that was done before.</summary>
    public SequenceBatch AsSequences =>
        projectedOfOne is not null || !projected.IsEmpty ? default
        : tokensOfOne >= 0 ? SequenceBatch.Of(tokensOfOne)
        : SequenceBatch.Of(lengths);

    /// <summary>The keys and values of a sequence's context; null where the call projects them.</summary>
    public ContextCache? Projected(int sequence) => projectedOfOne ?? (projected.IsEmpty ? null : projected[sequence]);

    /// <summary>Tokens of a sequence's context.</summary>
    public int Tokens(int sequence) => tokensOfOne >= 0 ? tokensOfOne : projected.IsEmpty ? lengths[sequence] : projected[sequence].Count;
}
