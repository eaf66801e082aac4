using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the statements of a block: one part after the other, or two on the same stream.</summary>
/// <param name="code">Takes the statements.</param>
/// <param name="spec">The block.</param>
/// <param name="call">The form of the call.</param>
internal sealed class BlockParts(KernelWriter code, BlockSpec spec, BlockCall call)
{
    private const string AttentionNorm = nameof(AttentionNorm);

    private bool NormsInputs => spec.Norms.Placement is NormPlacement.Pre or NormPlacement.Sandwich;

    /// <summary>Tells whether parts add to the stream what they make, which then is never in memory by itself.</summary>
    public static bool AddByThemselves(BlockSpec spec) => spec.ResidualScale == 1 && spec.Norms.Placement is NormPlacement.Pre or NormPlacement.Post;

    /// <summary>Rows that a call keeps beside the stream, as many each: what a part adds, normalized tokens, and those of the other part or what it adds.</summary>
    public static IReadOnlyList<string> Copies(BlockSpec spec) => (spec.Norms.Placement, AddByThemselves(spec)) switch
    {
        (NormPlacement.Pre, true) => spec.Parallel ? ["normed", "others"] : ["normed"],
        (NormPlacement.Pre, false) when spec.Parallel => ["outputs", "normed", "others"],
        (NormPlacement.Pre or NormPlacement.Sandwich, _) => ["outputs", "normed"],
        _ => ["outputs"],
    };

    /// <summary>Norms whose tokens go onto the tape before them; parallel parts have theirs in common.</summary>
    public static IReadOnlyList<string> TapedNorms(BlockSpec spec) => spec.Parallel ? [AttentionNorm] : [.. spec.Parts.SelectMany(part => spec.Norms.Of(part.Name))];

    /// <summary>The local variable that holds a norm's tokens on the tape.</summary>
    public static string TapeOf(string norm) => $"taped{norm}";

    /// <summary>The constant that says where they lie, in floats of a token.</summary>
    public static string TapeOffset(string norm) => $"Taped{norm}Offset";

    public void Write()
    {
        if (spec.Parallel)
        {
            WriteParallel();
            return;
        }

        Write("Attention", Attention);
        code.Line();
        if (spec.CrossAttention is { } cross)
        {
            Write("CrossAttention", (inputs, residual, outputs) => CrossAttention(cross, inputs, residual, outputs));
            code.Line();
        }

        Write("FeedForward", FeedForward);
    }

    private void Write(string part, Func<string, string, string, string> forward)
    {
        IReadOnlyList<string> norms = spec.Norms.Of(part);
        string inputs = NormsInputs ? "normed" : "stream";
        if (NormsInputs)
        {
            WriteNorm(norms[0], "stream", inputs);
        }

        switch (spec.Norms.Placement, AddByThemselves(spec))
        {
            case (NormPlacement.Pre, true):
                code.Line(forward(inputs, "stream", "stream"));
                break;
            case (NormPlacement.Post, true):
                code.Line(forward(inputs, "stream", "outputs"));
                WriteNorm(norms[0], "outputs", "stream");
                break;
            case (NormPlacement.Pre, _):
                WriteSum(forward(inputs, "", "outputs"));
                break;
            case (NormPlacement.Post, _):
                WriteSum(forward(inputs, "", "outputs"));
                WriteNorm(norms[0], "stream", "stream");
                break;
            default:
                code.Line(forward(inputs, "", "outputs"));
                WriteNorm(norms[norms.Count - 1], "outputs", "outputs");
                WriteAdd("outputs");
                break;
        }
    }

    private void WriteParallel()
    {
        WriteNorm(AttentionNorm, "stream", "normed");
        if (AddByThemselves(spec))
        {
            WriteNorm("FeedForwardNorm", "stream", "others");
            code.Line(Attention("normed", "stream", "stream"));
            code.Line(FeedForward("others", "stream", "stream"));
            return;
        }

        code.Line(Attention("normed", "", "outputs"));
        WriteNorm("FeedForwardNorm", "stream", "normed");
        code.Line(FeedForward("normed", "", "others"));
        WriteAdd("outputs");
        WriteAdd("others");
    }

    private void WriteSum(string forward)
    {
        code.Line(forward);
        WriteAdd("outputs");
    }

    private string Attention(string inputs, string residual, string outputs) => Forward(spec.Attention, "attention", call.Attention(inputs), residual, outputs);

    private string CrossAttention(AttentionSpec cross, string inputs, string residual, string outputs) => Forward(cross, "crossAttention", call.CrossAttention(cross, inputs), residual, outputs);

    private string FeedForward(string inputs, string residual, string outputs) => Forward(spec.FeedForward, "feedForward", call.FeedForward(inputs), residual, outputs);

    private string Forward(DeclaredSpec part, string weights, IEnumerable<string> arguments, string residual, string outputs) =>
        $"{part.Type.KernelName}.{call.Method}({weights}, {string.Join(", ", arguments)}, {OrNone(residual)}, {outputs});";

    private static string OrNone(string residual) => residual.Length == 0 ? "default" : residual;

    private void WriteAdd(string outputs) => code.Line($"Add({call.Span(outputs)}, {call.Span("stream")});");

    private void WriteNorm(string norm, string source, string destination)
    {
        if (call.IsTaped && TapedNorms(spec).Contains(norm))
        {
            code.Line($"{source}.CopyTo({TapeOf(norm)});");
        }

        string weight = $"norms.Span.Slice({norm}Offset, InputDim)";
        string bias = spec.Norms.Bias ? $"norms.Span.Slice({norm}BiasOffset, InputDim)" : "default";
        string parameters = spec.Norms.RootMeanSquare ? weight : $"{weight}, {bias}";
        code.Line($"Normalization.{(spec.Norms.RootMeanSquare ? "RootMeanSquare" : "LayerNorm")}({call.Span(source)}, {parameters}, NormEpsilon, {call.Span(destination)});");
    }
}
