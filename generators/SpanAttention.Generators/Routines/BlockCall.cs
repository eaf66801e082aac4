using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>A form of a block's call, which is that of its attention with the stream in the place of inputs and destination.</summary>
/// <param name="Layer">The tensors of its attention.</param>
/// <param name="Words">What is special about it.</param>
internal sealed record BlockCall(LayerTensors Layer, string Words)
{
    /// <summary>The form of its sequences; null where there is one.</summary>
    public SequenceCall? Sequences { get; init; }

    /// <summary>The parameter behind those of options; null for none.</summary>
    public (string Type, string Name)? Last { get; init; }

    /// <summary>The forms that a block has.</summary>
    public static IEnumerable<BlockCall> Of(BlockSpec spec)
    {
        yield return new(new(spec.Attention), "tokens from tokenCount on are padding") { Last = ("int", "tokenCount") };
        if (spec.Attention.Layer!.HasCache)
        {
            yield return new(LayerTensors.OfCache(spec.Attention), "tokens follow those in the cache, and are added to it") { Last = ("KeyValueCache", "cache") };
        }

        foreach (SequenceCall sequences in SequenceCall.Of(spec.Attention))
        {
            yield return new(LayerTensors.OfSequences(spec.Attention), sequences.Words) { Sequences = sequences };
        }
    }

    /// <summary>Its parameters, as a kernel takes them.</summary>
    public IEnumerable<string> Spans(BlockTensors tensors) =>
    [
        tensors.Stream.Span,
        .. Sequences is null ? Array.Empty<string>() : [Sequences.Spans],
        .. tensors.Options.Select(static option => option.Span),
        .. Last is { } last ? [$"{last.Type} {last.Name}"] : Array.Empty<string>(),
    ];

    /// <summary>Names of its parameters but the stream, as attention takes them.</summary>
    public IEnumerable<string> Names(BlockTensors tensors) =>
    [
        .. Sequences?.Names ?? [],
        .. tensors.Options.Select(static option => option.Name),
        .. Last is { } last ? [last.Name] : Array.Empty<string>(),
    ];
}
