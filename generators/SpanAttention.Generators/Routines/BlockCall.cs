using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>A form of a block's call, which is that of its attention with the stream in the place of inputs and destination.</summary>
/// <param name="Layer">The tensors of its attention.</param>
/// <param name="Words">What is special about it.</param>
internal sealed record BlockCall(LayerTensors Layer, string Words)
{
    private static readonly (string Type, string Name) Cache = ("KeyValueCache", "cache");

    /// <summary>The form of its context.</summary>
    public BlockContext Context { get; init; }

    /// <summary>The form of its sequences; null where there is one.</summary>
    public SequenceCall? Sequences { get; init; }

    /// <summary>The parameter behind those of options; null for none.</summary>
    public (string Type, string Name)? Last { get; init; }

    /// <summary>The tokens of each part are shared among threads, so that spans are in memory that all of them see.</summary>
    public bool IsShared { get; init; }

    /// <summary>The method's name.</summary>
    public string Method => IsShared ? "ForwardParallel" : "Forward";

    /// <summary>The type of rows that are written: <c>Span</c>.</summary>
    public string Rows => IsShared ? "Memory<float>" : "Span<float>";

    /// <summary>The forms that a block has.</summary>
    public static IEnumerable<BlockCall> Of(BlockSpec spec) => spec.CrossAttention is null ? [.. OfOne(spec), .. OfSeveral(spec)] : OverContexts(spec);

    private static IEnumerable<BlockCall> OverContexts(BlockSpec spec) =>
        from context in new[] { BlockContext.Tokens, BlockContext.Projected }
        from call in OfOne(spec)
        select call with { Context = context };

    private static IEnumerable<BlockCall> OfOne(BlockSpec spec)
    {
        yield return new(new(spec.Attention), "tokens from tokenCount on are padding") { Last = ("int", "tokenCount") };
        if (spec.Attention.Layer!.HasCache)
        {
            yield return new(LayerTensors.OfCache(spec.Attention), "tokens follow those in the cache, and are added to it") { Last = Cache };
        }
    }

    private static IEnumerable<BlockCall> OfSeveral(BlockSpec spec)
    {
        foreach (SequenceCall sequences in SequenceCall.Of(spec.Attention))
        {
            yield return new(LayerTensors.OfSequences(spec.Attention), sequences.Words) { Sequences = sequences };
        }

        if (spec.Attention.TakesSequences)
        {
            yield return new(new(spec.Attention), "tokens are shared among threads where that pays") { IsShared = true };
        }

        if (spec.Attention.Layer!.HasCache)
        {
            yield return new(LayerTensors.OfCache(spec.Attention), "tokens that follow those in the cache are shared among threads where that pays") { IsShared = true, Last = Cache };
        }
    }

    /// <summary>Its parameters, as a kernel takes them.</summary>
    public IEnumerable<string> Parameters(BlockTensors tensors) =>
    [
        Parameter(tensors.Stream),
        .. OfContext(tensors),
        .. Sequences is null ? Array.Empty<string>() : [Sequences.Spans],
        .. tensors.AllOptions.Select(Parameter),
        .. Last is { } last ? [$"{last.Type} {last.Name}"] : Array.Empty<string>(),
    ];

    /// <summary>Names of its parameters but the stream, as attention takes them.</summary>
    public IEnumerable<string> Names(BlockTensors tensors) =>
    [
        .. Sequences?.Names ?? [],
        .. tensors.Options.Select(static option => option.Name),
        .. Last is { } last ? [last.Name] : Array.Empty<string>(),
    ];

    /// <summary>Names of its parameters but the stream, as cross-attention takes them.</summary>
    public IEnumerable<string> ContextNames(BlockTensors tensors) =>
    [
        "context",
        .. tensors.ContextOptions.Select(static option => option.Name),
        .. Context == BlockContext.Tokens ? [tensors.Context!.Count.Code] : Array.Empty<string>(),
    ];

    /// <summary>A span, whatever holds it.</summary>
    public string Span(string name) => IsShared ? $"{name}.Span" : name;

    private string[] OfContext(BlockTensors tensors) => Context switch
    {
        BlockContext.Tokens => [Parameter(tensors.Context!)],
        BlockContext.Projected => ["ContextCache context"],
        _ => [],
    };

    private string Parameter(Tensor tensor) => IsShared ? tensor.Memory : tensor.Span;
}
