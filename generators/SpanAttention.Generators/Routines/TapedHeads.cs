using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>A layer's calls of the kernel that attends over its tape: one a sequence, whose rows lie behind those of the sequences before it.</summary>
/// <param name="layer">The layer.</param>
/// <param name="heads">Attention over its tape.</param>
/// <param name="sinks">Its sinks, an expression.</param>
internal sealed class TapedHeads(AttentionSpec layer, AttentionPlan heads, string sinks = "operands.Sinks")
{
    private readonly TapePlan tape = new(layer);
    private readonly IReadOnlyList<Tensor> overPairs = LayerTensors.OfSequences(layer).OverPairs;

    /// <summary>The kernel of contexts.</summary>
    public string Kernel => heads.Type.KernelName;

    /// <summary>The kernel of gradients.</summary>
    public string BackwardKernel => heads.Backward!.Type.KernelName;

    /// <summary>Writes a loop over all sequences.</summary>
    public void WriteSequences(KernelWriter code, Action writeCall)
    {
        code.Line("SequenceBlocks all = new(batch, int.MaxValue);");
        using (code.Block("while (all.Next())"))
        using (code.Block("for (SequencePieces pieces = all.Pieces; pieces.Next();)"))
        {
            writeCall();
        }
    }

    /// <summary>The operands of a sequence as arguments.</summary>
    /// <param name="operands">What the kernel takes.</param>
    public string Arguments(IEnumerable<Tensor> operands) => string.Join(", ", operands.Select(operand => $"ref {Argument(operand)}"));

    private string Argument(Tensor operand) => operand.Name switch
    {
        "query" => Row(tape.Queries),
        "key" => Row(tape.Keys),
        "value" => Row(tape.Values),
        "destination" or "context" => Row(tape.Contexts),
        "logSumExp" => Row(tape.LogSumExp),
        "sinks" => sinks,
        "contextGradient" => Gradients(tape.Contexts),
        "queryGradient" => Gradients(tape.Queries),
        "keyGradient" => Gradients(tape.Keys),
        "valueGradient" => Gradients(tape.Values),
        "sinksGradient" => "sinksGradient",
        "biasGradient" => $"(Unsafe.IsNullRef(ref operands.BiasGradient) ? ref operands.BiasGradient : ref {OverPairs("bias", "BiasGradient")})",
        string name => OverPairs(name, operand.Field),
    };

    private string OverPairs(string name, string field) => $"Unsafe.Add(ref operands.{field}, (nint)({SequenceEntries.ElementsBefore(overPairs.First(tensor => tensor.Name == name), "pieces")}))";

    private string Row(TapeRun run) => run.At(TokenOf(run));

    private string Gradients(TapeRun run) => LayerBackwardOperands.GradientsAt(run, TokenOf(run));

    private string TokenOf(TapeRun run) => run == tape.Keys || run == tape.Values ? "pieces.KeysBefore" : "pieces.TokensBefore";
}
