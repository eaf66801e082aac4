using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>A form of a block's kernel: by the calling thread, with one sequence or several, or one sequence whose tokens are shared among threads.</summary>
/// <param name="Spec">The block.</param>
/// <param name="IsShared">Tokens are shared among threads, so that spans are in memory that all of them see.</param>
internal sealed record BlockCall(BlockSpec Spec, bool IsShared)
{
    /// <summary>The tensors of the call.</summary>
    public BlockTensors Tensors { get; } = new(Spec, LayerTensors.OfSequences(Spec.Attention));

    /// <summary>The forms that a block has.</summary>
    public static IEnumerable<BlockCall> Of(BlockSpec spec) => spec.SharesTokens ? [new(spec, IsShared: false), new(spec, IsShared: true)] : [new(spec, IsShared: false)];

    /// <summary>The method's name.</summary>
    public string Method => IsShared ? "ForwardParallel" : "Forward";

    /// <summary>The type of rows that are written: <c>Span</c>.</summary>
    public string Rows => IsShared ? "Memory<float>" : "Span<float>";

    /// <summary>The method's purpose, in words.</summary>
    public string Words => IsShared ? "the tokens of one sequence are shared among threads where that pays" : "sequences lie side by side";

    /// <summary>Its parameters.</summary>
    public IEnumerable<string> Parameters =>
    [
        "AlignedFloats norms",
        .. Spec.Parts.Select(static part => $"AlignedFloats {part.Parameter}"),
        .. IsShared ? Kept.Select(static kept => $"{kept.Type} {kept.Name}") : ["SequenceBatch batch"],
        Parameter(Tensors.Stream),
        .. Tensors.Contexts.Concat(Tensors.AllOptions).Select(Parameter),
    ];

    /// <summary>Arguments of the part that attends to the stream.</summary>
    /// <param name="inputs">What it reads.</param>
    public IEnumerable<string> Attention(string inputs) =>
        [.. IsShared ? OfKept(Spec.Attention) : [Spec.CrossAttention is null ? "batch" : "batch.OverOwnTokens"], inputs, .. Tensors.Options.Select(static option => option.Name)];

    /// <summary>Arguments of the part that attends to contexts.</summary>
    /// <param name="cross">That part.</param>
    /// <param name="inputs">What it reads.</param>
    public IEnumerable<string> CrossAttention(AttentionSpec cross, string inputs) =>
        [.. IsShared ? OfKept(cross) : ["contexts"], inputs, .. Tensors.Contexts.Concat(Tensors.ContextOptions).Select(static tensor => tensor.Name)];

    /// <summary>A span, whatever holds it.</summary>
    public string Span(string name) => IsShared ? $"{name}.Span" : name;

    private IEnumerable<(string Type, string Name)> Kept => new[] { Spec.Attention, Spec.CrossAttention }.OfType<AttentionSpec>().Select(ParallelLayer.Kept).OfType<(string, string)>();

    private static IEnumerable<string> OfKept(AttentionSpec part) => ParallelLayer.Kept(part) is { } kept ? [kept.Name] : [];

    private string Parameter(Tensor tensor) => IsShared ? tensor.Memory : tensor.Span;
}
