using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Members;

/// <summary>A form of a call as a member spells it: its parameters, and the sequences that the kernel takes.</summary>
/// <param name="call">The form.</param>
/// <param name="kernel">The kernel that is called, which counts tokens.</param>
/// <param name="tokens">The tensor that holds the tokens: inputs, or a block's stream.</param>
internal sealed class SequenceForm(SequenceCall call, string kernel, Tensor tokens)
{
    private static readonly Parameter Lengths = new(Parameter.Integers, "lengths", "Tokens of each sequence; together as many as there are.");
    private static readonly Parameter ContextLengths = new(Parameter.Integers, "contextLengths", "Tokens of each sequence's context; together as many as there are.");
    private static readonly Parameter Caches = new(Parameter.Caches, "caches", "A cache for each sequence, with room for its tokens; none twice.");
    private static readonly Parameter ProjectedContexts = new(Parameter.Contexts, "contexts", "A projected context for each sequence; several may have the same.");

    /// <summary>The kernel of a block's attention, which makes caches; null where the kernel does.</summary>
    public string? CacheKernel { get; init; }

    /// <summary>The kernel of a block's cross-attention, which projects contexts; null where the kernel does.</summary>
    public string? ContextKernel { get; init; }

    /// <summary>The maker of caches and contexts: <c>layer</c>.</summary>
    public string Maker { get; init; } = "layer";

    /// <summary>Tensors of contexts, whose tokens the first one counts; none where sequences attend to their own tokens.</summary>
    public IReadOnlyList<Tensor> Contexts { get; init; } = [];

    /// <summary>The only sequence's tokens, or those of its context, that may be padding.</summary>
    public Parameter TokenCount { get; init; } = new("int", "tokenCount", "");

    /// <summary>A cache that the maker made.</summary>
    public Parameter Cache => new(Parameter.Cache, "cache", $"A cache that the {Maker} made, with room for the tokens.");

    /// <summary>A context that the maker has projected.</summary>
    public Parameter Projected => new(Parameter.Context, "context", $"A context that the {Maker} has projected.");

    /// <summary>Parameters between the tokens and what options ask for.</summary>
    public IEnumerable<Parameter> Before =>
    [
        .. call.HasLengths ? [Lengths] : Array.Empty<Parameter>(),
        .. call.Context switch
        {
            ContextForm.Tokens => [.. Parameter.Of(Contexts), .. call.IsBatch ? [ContextLengths] : Array.Empty<Parameter>()],
            ContextForm.Projected => [call.IsBatch ? ProjectedContexts : Projected],
            _ => Array.Empty<Parameter>(),
        },
        .. call.IsBatch && call.HasCaches ? [Caches] : Array.Empty<Parameter>(),
    ];

    /// <summary>Parameters behind what options ask for.</summary>
    public IEnumerable<Parameter> After => call switch
    {
        { IsPadded: true } => [TokenCount],
        { IsBatch: false, HasCaches: true } => [Cache],
        _ => [],
    };

    /// <summary>The sequences, an expression.</summary>
    public string Batch => $"global::SpanAttention.Primitives.SequenceBatch.{Start}{AfterCaches}{OverContexts}";

    /// <summary>Contexts as arguments of the kernel; nothing where they have been projected.</summary>
    public IEnumerable<string> ContextArguments => Contexts.Select(context => call.Context == ContextForm.Tokens ? context.Name : "default");

    /// <summary>Parameters of the member that counts bytes.</summary>
    /// <param name="hasContexts">Whether sequences have contexts.</param>
    public static Parameter[] OfWorkspace(bool hasContexts) => hasContexts ? [Lengths, ContextLengths] : [Lengths];

    private string TokensOfCall => $"{kernel}.Tokens({tokens.Name})";

    private string Start => call switch
    {
        { HasLengths: true } => $"Of(lengths, {TokensOfCall}, \"{tokens.Name}\")",
        { IsBatch: true } => $"OneEach({TokensOfCall}, \"{tokens.Name}\")",
        { IsPadded: true } when !PadsContext => $"Of({TokensOfCall}, tokenCount)",
        _ => $"Of({TokensOfCall})",
    };

    /// <summary>Padding is the context's where a layer has no other keys.</summary>
    private bool PadsContext => call.Context == ContextForm.Tokens && ContextKernel is null;

    private string AfterCaches => !call.HasCaches ? "" : $".After({(call.IsBatch ? "caches" : "cache")}, {CacheKernel ?? kernel}.CacheShape)";

    private string OverContexts => (call.Context, call.IsBatch) switch
    {
        (ContextForm.Tokens, true) => $".Over(contextLengths, {TokensOfContext}, \"{Contexts[0].Name}\")",
        (ContextForm.Tokens, false) => $".Over({TokensOfContext}{(call.IsPadded && PadsContext ? ", tokenCount" : "")})",
        (ContextForm.Projected, true) => $".Over(contexts, {ContextKernel ?? kernel}.ContextShape)",
        (ContextForm.Projected, false) => $".Over(context, {ContextKernel ?? kernel}.ContextShape)",
        _ => "",
    };

    private string TokensOfContext => $"{ContextKernel ?? kernel}.KeyTokens({Contexts[0].Name})";
}
