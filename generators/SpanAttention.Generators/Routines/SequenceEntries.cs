using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what a layer's members over several sequences call: checks, then their tokens block by block.</summary>
internal static class SequenceEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerTensors tensors = LayerTensors.OfSequences(spec);
        WriteCheck(code, tensors);
        foreach (SequenceCall call in SequenceCall.Of(spec))
        {
            code.Line();
            WriteForward(code, tensors, call);
        }

        if (spec.TakesSequences)
        {
            code.Line();
            WriteWorkspace(code);
        }
    }

    /// <summary>Elements of a tensor that each sequence brings its own part of, as a product of counts.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="counts">What counts tokens, keys and pairs.</param>
    /// <param name="suffix">What follows their names there.</param>
    public static string Elements(Tensor tensor, string counts, string suffix = "")
    {
        bool queries = tensor.Axes.Any(static axis => axis.Code == "tokens");
        bool keys = tensor.Axes.Any(static axis => axis.Code == "keyLength");
        string elements = $"{counts}.{(queries && keys ? "Pairs" : keys ? "Keys" : "Tokens")}{suffix}";
        return tensor.Axes.FirstOrDefault(static axis => axis.Code is "Heads" or "RotaryPairs")?.Code switch
        {
            "Heads" => $"Heads * {elements}",
            "RotaryPairs" => $"(long)RotaryPairs * {elements}", // pairs of tokens are counted by a long, tokens are not
            _ => elements,
        };
    }

    private static void WriteWorkspace(KernelWriter code)
    {
        code.Line("/// <summary>Floats that a call with sequences of these lengths works in.</summary>");
        using (code.Block("public static long WorkspaceLength(ReadOnlySpan<int> lengths)"))
        {
            code.Line("""
                int slots = SequenceBatch.Of(lengths).Slots;
                return WorkspaceLength(slots, slots);
                """);
        }
    }

    private static void WriteForward(KernelWriter code, LayerTensors tensors, SequenceCall call)
    {
        LayerOutputs outputs = LayerOutputs.Of(tensors);
        code.Line($"/// <summary>Outputs of all tokens; {call.Words}.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {tensors.Inputs.Span}, {call.Spans}, {tensors.Options.Concat(outputs.Tensors).Spans()})"))
        {
            Check.WriteCount(code, tensors.Inputs);
            code.Line($"""
                SequenceBatch batch = SequenceBatch.Of({call.Arguments("CacheShape")}, tokens, "inputs");
                Operands operands = CheckSequences(packed, batch, batch.Slots, {tensors.Given.Names()}, residual, destination);
                ForwardSequences(ref operands, ref MemoryMarshal.GetReference(inputs), batch);
                """);
            if (call.HasCaches)
            {
                code.Line("batch.AddToCaches();");
            }
        }
    }

    private static void WriteCheck(KernelWriter code, LayerTensors tensors)
    {
        LayerOutputs outputs = LayerOutputs.Of(tensors);
        code.Line("/// <summary>Checks what a call with several sequences takes and binds it; this thread's workspace has so many slots for keys and values of the call's own.</summary>");
        using (code.Block($"private static Operands CheckSequences(AlignedFloats packed, SequenceBatch batch, int slots, {tensors.Given.Spans()}, {outputs.Spans})"))
        {
            code.Line($"int {tensors.Inputs.Count.Code} = batch.Tokens;");
            foreach (Tensor option in tensors.Options)
            {
                code.Line($"SpanShape.All({option.Name}.Length, {Elements(option, "batch")}, \"{option.Name}\", \"{option.Words}, sequence by sequence\");");
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
}
