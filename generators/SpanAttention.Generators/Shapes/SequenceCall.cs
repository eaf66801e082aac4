namespace SpanAttention.Generators.Shapes;

/// <summary>A form of a call of a layer or a block: one sequence or several, which begin with it or go on from caches, over their own tokens or a context each.</summary>
internal sealed record SequenceCall
{
    /// <summary>The call has several sequences.</summary>
    public bool IsBatch { get; init; }

    /// <summary>The call says how many tokens each of several has; one otherwise.</summary>
    public bool HasLengths { get; init; }

    /// <summary>The call says how many tokens of the only sequence are not padding.</summary>
    public bool IsPadded { get; init; }

    /// <summary>Each goes on from a cache.</summary>
    public bool HasCaches { get; init; }

    /// <summary>The form of the contexts.</summary>
    public ContextForm Context { get; init; }

    /// <summary>Forms with one sequence.</summary>
    public static IEnumerable<SequenceCall> OfOne(AttentionSpec spec) =>
        [new(), new() { IsPadded = true }, .. spec.Layer!.HasCache ? [new SequenceCall { HasCaches = true }] : Array.Empty<SequenceCall>()];

    /// <summary>Forms with several sequences that attend to their own tokens.</summary>
    public static IEnumerable<SequenceCall> OfSeveral(AttentionSpec spec) =>
    [
        .. spec.TakesSequences ? [new SequenceCall { IsBatch = true, HasLengths = true }] : Array.Empty<SequenceCall>(),
        .. spec.Layer!.HasCache ? [new SequenceCall { IsBatch = true, HasCaches = true }, new SequenceCall { IsBatch = true, HasLengths = true, HasCaches = true }] : Array.Empty<SequenceCall>(),
    ];

    /// <summary>
    /// Forms of a block with cross-attention. Several sequences that go on from caches have projected contexts: to project them again in every call makes no sense.
    /// </summary>
    /// <param name="spec">Its attention.</param>
    public static IEnumerable<SequenceCall> OfDecoder(AttentionSpec spec) =>
        from call in OfOne(spec).Concat(OfSeveral(spec))
        from context in call is { IsBatch: true, HasCaches: true } ? new[] { ContextForm.Projected } : [ContextForm.Tokens, ContextForm.Projected]
        orderby call.IsBatch, context
        select call with { Context = context };

    /// <summary>Forms of a layer with several sequences over a context each. One token each has projected contexts: to project them again for every token makes no sense.</summary>
    public static IEnumerable<SequenceCall> OverContexts(AttentionSpec spec)
    {
        if (spec.TakesSequences)
        {
            SequenceCall call = new() { IsBatch = true, Context = ContextForm.Projected };
            yield return call with { HasLengths = true, Context = ContextForm.Tokens };
            yield return call with { HasLengths = true };
            yield return call;
        }
    }
}
