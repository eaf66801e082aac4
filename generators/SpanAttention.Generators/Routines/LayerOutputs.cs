using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what all entries that write outputs of a layer do with them: checks, and operands.</summary>
/// <param name="residual">The tensor that outputs are added to; an empty one for nothing.</param>
/// <param name="destination">The tensor that they go to.</param>
internal sealed class LayerOutputs(Tensor residual, Tensor destination)
{
    /// <summary>The last parameters of an entry.</summary>
    public IReadOnlyList<Tensor> Tensors => [residual, destination];

    /// <summary>The same as a kernel takes them.</summary>
    public string Spans => Tensors.Spans();

    /// <summary>Outputs of an attention layer.</summary>
    public static LayerOutputs Of(LayerTensors tensors) => new(tensors.Residual, tensors.Destination);

    /// <summary>Checks both against what is given and against each other.</summary>
    public void WriteChecks(KernelWriter code, IEnumerable<Tensor> given)
    {
        Check.WriteRoom(code, destination);
        Check.WriteDisjoint(code, destination, given);
        using (code.Block("if (!residual.IsEmpty)"))
        {
            Check.WriteExactly(code, residual);
            code.Line($"SpanShape.SameOrDisjoint(destination, {destination.Extent}, residual, \"destination\", \"residual\");");
        }
    }

    /// <summary>Binds both.</summary>
    public static void WriteBinding(KernelWriter code) =>
        code.Line("""
            operands.Outputs = ref MemoryMarshal.GetReference(destination);
            operands.Residual = ref MemoryMarshal.GetReference(residual);
            """);

    /// <summary>Writes an entry that asks for a residual, before the one that may have none.</summary>
    /// <param name="code">Takes the entry.</param>
    /// <param name="given">All that is given.</param>
    /// <param name="writeCount">Writes the variable that counts the tokens.</param>
    /// <param name="batch">The sequences, a parameter before what is given; null for none.</param>
    public void WriteForwardAdd(KernelWriter code, IReadOnlyList<Tensor> given, Action writeCount, string? batch = null)
    {
        (string parameter, string argument) = batch is null ? ("", "") : ($"SequenceBatch {batch}, ", $"{batch}, ");
        code.Line("/// <summary>Outputs of all tokens, added to a residual.</summary>");
        using (code.Block($"public static void ForwardAdd(AlignedFloats packed, {parameter}{given.Spans()}, {Spans})"))
        {
            writeCount();
            Check.WriteExactly(code, residual);
            code.Line($"Forward(packed, {argument}{given.Names()}, residual, destination);");
        }
    }
}
