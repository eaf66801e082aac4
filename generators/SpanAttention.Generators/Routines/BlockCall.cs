using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>A form of a block's kernel: by the calling thread, with one sequence or several, or one sequence whose tokens are shared among threads.</summary>
/// <param name="Spec">The block.</param>
/// <param name="IsShared">Tokens are shared among threads, so that spans are in memory that all of them see.</param>
internal sealed record BlockCall(BlockSpec Spec, bool IsShared)
{
    /// <summary>Tokens leave on a tape, and on one a part, what Backward needs.</summary>
    public bool IsTaped { get; init; }

    /// <summary>The tensors of the call.</summary>
    public BlockTensors Tensors { get; } = new(Spec, LayerTensors.OfSequences(Spec.Attention));

    /// <summary>The forms that a block has.</summary>
    public static IEnumerable<BlockCall> Of(BlockSpec spec) =>
    [
        new(spec, IsShared: false),
        .. spec.SharesTokens ? [new BlockCall(spec, IsShared: true)] : Array.Empty<BlockCall>(),
        .. spec.Learns ? [new BlockCall(spec, IsShared: false) { IsTaped = true }] : Array.Empty<BlockCall>(),
    ];

    /// <summary>The method's name.</summary>
    public string Method => IsShared ? "ForwardParallel" : "Forward";

    /// <summary>The type of rows that are written: <c>Span</c>.</summary>
    public string Rows => IsShared ? "Memory<float>" : "Span<float>";

    /// <summary>The method's purpose, in words.</summary>
    public string Words => IsShared ? "the tokens of one sequence are shared among threads where that pays" : IsTaped ? "what Backward needs goes onto tapes" : "sequences lie side by side";

    /// <summary>Its parameters.</summary>
    public IEnumerable<string> Parameters =>
    [
        "AlignedFloats norms",
        .. Spec.Parts.Select(static part => $"AlignedFloats {part.Parameter}"),
        .. IsShared ? Kept.Select(static kept => $"{kept.Type} {kept.Name}") : ["SequenceBatch batch"],
        Parameter(Tensors.Stream),
        .. Tensors.Contexts.Concat(Tensors.AllOptions).Select(Parameter),
        .. IsTaped ? Tapes(Spec) : [],
    ];

    /// <summary>Parameters that hold tapes: the block's own, and one a part.</summary>
    public static IEnumerable<string> Tapes(BlockSpec spec) => spec.Parts.Select(static part => TapeOf(part.Parameter)).Prepend("tape").Select(static name => $"LayerTape {name}");

    /// <summary>The tape of a part.</summary>
    /// <param name="part">The parameter that holds its weights.</param>
    public static string TapeOf(string part) => $"{part}Tape";

    /// <summary>Arguments of the part that maps token by token.</summary>
    /// <param name="inputs">What it reads.</param>
    public IEnumerable<string> FeedForward(string inputs) => [inputs, .. OfTape("feedForward")];

    private string[] OfTape(string part) => IsTaped ? [TapeOf(part)] : [];

    /// <summary>Arguments of the part that attends to the stream.</summary>
    /// <param name="inputs">What it reads.</param>
    public IEnumerable<string> Attention(string inputs) =>
        [.. IsShared ? OfKept(Spec.Attention) : [Spec.CrossAttention is null ? "batch" : "batch.OverOwnTokens"], inputs, .. Tensors.Options.Select(static option => option.Name), .. OfTape("attention")];

    /// <summary>Arguments of the part that attends to contexts.</summary>
    /// <param name="cross">That part.</param>
    /// <param name="inputs">What it reads.</param>
    public IEnumerable<string> CrossAttention(AttentionSpec cross, string inputs) =>
        [.. IsShared ? OfKept(cross) : ["contexts"], inputs, .. Tensors.Contexts.Concat(Tensors.ContextOptions).Select(static tensor => tensor.Name), .. OfTape("crossAttention")];

    /// <summary>A span, whatever holds it.</summary>
    public string Span(string name) => IsShared ? $"{name}.Span" : name;

    private IEnumerable<(string Type, string Name)> Kept => new[] { Spec.Attention, Spec.CrossAttention }.OfType<AttentionSpec>().Select(ParallelLayer.Kept).OfType<(string, string)>();

    private static IEnumerable<string> OfKept(AttentionSpec part) => ParallelLayer.Kept(part) is { } kept ? [kept.Name] : [];

    private string Parameter(Tensor tensor) => IsShared ? tensor.Memory : tensor.Span;
}
