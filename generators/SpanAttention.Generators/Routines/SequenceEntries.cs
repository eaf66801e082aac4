using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what all forms of a layer's Forward call, be it with one sequence or several: checks, then their tokens block by block.</summary>
internal static class SequenceEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerTensors tensors = LayerTensors.OfSequences(spec);
        WriteForward(code, spec, tensors);
        code.Line();
        if (!plan.IsPart)
        {
            LayerOutputs.Of(tensors).WriteForwardAdd(code, tensors.Given, () => WriteCount(code, tensors), "batch");
            code.Line();
        }

        WriteCheck(code, spec, tensors);
        if (spec.TakesSequences)
        {
            code.Line();
            WriteWorkspace(code, spec);
        }
    }

    /// <summary>Writes the check of a tensor of an option, which every sequence has its own part of where it has an axis of keys.</summary>
    /// <param name="code">Takes the check.</param>
    /// <param name="option">The tensor.</param>
    /// <param name="batch">The sequences, a variable.</param>
    /// <param name="heads">Heads of an option that has a part a head, as an expression.</param>
    public static void WriteCheck(KernelWriter code, Tensor option, string batch, string heads = "Heads")
    {
        if (!HasKeys(option))
        {
            Check.WriteExactly(code, option);
            return;
        }

        code.Line($"{batch}.Require({option.Name}.Length, {(HasAxis(option, "Heads") ? heads : "0")}, SequenceAxes.{(HasQueries(option) ? "Pairs" : "Keys")}, \"{option.Name}\", \"{option.Words}\");");
    }

    /// <summary>Elements of a tensor over pairs that belong to earlier sequences.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="piece">A piece of the sequence, a variable.</param>
    public static string ElementsBefore(Tensor tensor, string piece) => $"{(HasAxis(tensor, "Heads") ? "Heads * " : "")}{piece}.{(HasQueries(tensor) ? "Pairs" : "Keys")}Before";

    private static bool HasKeys(Tensor tensor) => HasAxis(tensor, "keyLength") || HasAxis(tensor, "contextTokens");

    private static bool HasQueries(Tensor tensor) => HasAxis(tensor, "tokens");

    private static bool HasAxis(Tensor tensor, string code) => tensor.Axes.Any(axis => axis.Code == code);

    private static void WriteWorkspace(KernelWriter code, AttentionSpec spec)
    {
        (string parameters, string batch) = spec.HasContext ? ("ReadOnlySpan<int> lengths, ReadOnlySpan<int> contextLengths", "SequenceBatch.Of(lengths).Over(contextLengths)") : ("ReadOnlySpan<int> lengths", "SequenceBatch.Of(lengths)");
        code.Line("/// <summary>Floats that a call with sequences of these lengths works in.</summary>");
        using (code.Block($"public static long WorkspaceLength({parameters})"))
        {
            code.Line(spec.Learns
                ? $"""
                   SequenceBatch batch = {batch};
                   return WorkspaceLength(batch.Tokens, batch.Slots);
                   """
                : $"""
                   int slots = {batch}.Slots;
                   return WorkspaceLength(slots, slots);
                   """);
        }
    }

    private static void WriteForward(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        code.Line("/// <summary>Outputs of all tokens, added to a residual where there is one.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, SequenceBatch batch, {tensors.Given.Concat(LayerOutputs.Of(tensors).Tensors).Spans()})"))
        {
            code.Line($"Operands operands = CheckSequences(packed, batch, batch.Slots, {tensors.Given.Names()}, residual, destination);");
            if (SequencesRoutine.AddsAsItAttends(spec))
            {
                code.Line("AddAndAttend(ref operands, ref MemoryMarshal.GetReference(inputs), batch);");
            }
            else
            {
                code.Line($"""
                    AddSequences(ref operands, {LayerEntries.References(tensors.KeyValueInputs)}, batch{(spec.HasContext ? ".OfContexts" : "")});
                    AttendSequences(ref operands, ref MemoryMarshal.GetReference(inputs), batch);
                    """);
            }

            if (spec.Layer!.HasCache)
            {
                code.Line("batch.AddToCaches();");
            }
        }
    }

    private static void WriteCheck(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        LayerOutputs outputs = LayerOutputs.Of(tensors);
        code.Line("/// <summary>Checks what a call takes and binds it; this thread's workspace has so many slots for keys and values of the call's own.</summary>");
        using (code.Block($"private static Operands CheckSequences(AlignedFloats packed, SequenceBatch batch, int slots, {tensors.Given.Spans()}, {outputs.Spans})"))
        {
            WriteCount(code, tensors);
            if (spec.Layer!.Context == ContextSource.KeyAndValueInputs)
            {
                Check.WriteExactly(code, tensors.ValueInputs, "batch.OfContexts.Tokens");
            }

            foreach (Tensor option in tensors.Options)
            {
                WriteCheck(code, option, "batch");
            }

            outputs.WriteChecks(code, tensors.Given);
            Check.WritePositions(code, tensors.Options);
            code.Line("""

                Operands operands = Bind(packed, keyLength: slots);
                """);
            LayerOutputs.WriteBinding(code);
            Binding.Write(code, tensors.Options);
            code.Line("return operands;");
        }
    }

    private static void WriteCount(KernelWriter code, LayerTensors tensors) => code.Line($"int {tensors.Inputs.Count.Code} = batch.Tokens;");
}
