using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>Backward</c> of an attention layer calls: checks, then all tokens.</summary>
internal sealed class LayerBackwardEntries(KernelWriter code, LayerBackwardPlan plan)
{
    private readonly AttentionSpec spec = plan.Layer;
    private readonly LayerTensors tensors = LayerTensors.OfSequences(plan.Layer);
    private readonly WeightGradients gradients = new(plan.Layer);

    public static void Write(KernelWriter code, LayerBackwardPlan plan)
    {
        LayerBackwardEntries entries = new(code, plan);
        entries.WriteBackward();
        code.Line();
        entries.WriteCheck();
        code.Line();
        entries.WriteWorkspace();
    }

    private string Parameters => $"AlignedFloats packed, LayerTape tape, {LayerBackwardOperands.Given(spec).Spans()}, {gradients.Spans}, {LayerBackwardOperands.Results(spec).Spans()}";

    private void WriteBackward()
    {
        code.Line("/// <summary>Gradients of weights, added to what is there, and those of all inputs.</summary>");
        using (code.Block($"public static void Backward({Parameters})"))
        {
            code.Line($"""
                Operands operands = Check(packed, tape, {LayerBackwardOperands.Given(spec).Names()}, {gradients.Arguments}, {LayerBackwardOperands.Results(spec).Names()});
                SequenceBatch batch = tape.Sequences;
                """);
            foreach (Tensor bias in tensors.BiasGradients)
            {
                code.Line($"{bias.Name}.Clear(); // heads and tiles add to it");
            }

            code.Line("""
                DifferentiateOutputs(ref operands, tape, batch.Tokens);
                DifferentiateSequences(ref operands, tape, batch);
                """);
            foreach (LayerSide side in LayerSide.Of(plan))
            {
                code.Line($"{side.Method}(ref operands, tape, {(side.IsOfContext ? "batch.OfContexts.Tokens" : "batch.Tokens")});");
            }
        }
    }

    private void WriteCheck()
    {
        code.Line("/// <summary>Checks what Backward takes and binds it.</summary>");
        using (code.Block($"private static Operands Check({Parameters})"))
        {
            code.Line($"""
                LayerTape.RequireForward(tape);
                int {tensors.Inputs.Count.Code} = tape.Count;
                SequenceBatch batch = tape.Sequences;
                """);
            if (spec.HasContext)
            {
                code.Line($"int {tensors.KeyInputs.Count.Code} = batch.OfContexts.Tokens;");
            }

            WriteShapes();
            code.Line();
            code.Line("""
                Operands operands = default;
                operands.Weights = ref packed.First;
                """);
            Binding.Write(code, LayerBackwardOperands.Brought(spec));
            foreach (Tensor optional in tensors.BiasGradients)
            {
                code.Line($"operands.{optional.Field} = ref ({optional.Name}.IsEmpty ? ref Unsafe.NullRef<float>() : ref operands.{optional.Field});");
            }

            foreach (WeightTensor tensor in WeightGradients.Declared(spec))
            {
                code.Line($"operands.{LayerBackwardOperands.FieldOf(tensor)} = ref MemoryMarshal.GetReference({tensor.GradientParameter});");
            }

            WriteRows();
            code.Line("return operands;");
        }
    }

    private void WriteShapes()
    {
        Check.WriteExactly(code, tensors.DestinationGradient);
        foreach (Tensor option in tensors.OverPairs)
        {
            SequenceEntries.WriteCheck(code, option, "batch");
        }

        gradients.WriteLengths(code);
        foreach (Tensor gradient in tensors.InputGradients)
        {
            Check.WriteRoom(code, gradient);
        }

        foreach (Tensor gradient in tensors.BiasGradients)
        {
            using (code.Block($"if (!{gradient.Name}.IsEmpty)"))
            {
                SequenceEntries.WriteCheck(code, gradient, "batch");
            }

            code.Line();
        }

        gradients.WriteApart(code, [.. LayerBackwardOperands.Given(spec)], [.. LayerBackwardOperands.Results(spec)]);
    }

    /// <summary>Writes where the gradients of all tokens lie: in this thread's workspace, behind a block's.</summary>
    private void WriteRows()
    {
        string keyTokens = spec.HasContext ? tensors.KeyInputs.Count.Code : tensors.Inputs.Count.Code;
        code.Line($"""
            operands.Block = ref MemoryMarshal.GetReference(Scratch.Rent(WorkspaceLength(tokens, {keyTokens})));
            ref float rows = ref operands.Region(BlockLength);
            """);
        foreach (Region gradient in plan.Tokens.Regions)
        {
            code.Line($"operands.{gradient.Title} = ref Floats.At(ref rows, (nint)tokens * {plan.Tokens.Offset(gradient)});");
        }

        code.Line("rows = ref Floats.At(ref rows, (nint)tokens * TokenLength);");
        foreach (Region gradient in plan.KeyTokens.Regions)
        {
            code.Line($"operands.{gradient.Title} = ref Floats.At(ref rows, (nint){keyTokens} * {plan.KeyTokens.Offset(gradient)});");
        }

        if (spec.HasContext)
        {
            code.Line($"MemoryMarshal.CreateSpan(ref rows, {keyTokens} * KeyTokenLength).Clear(); // a context that no token attends to");
        }
    }

    private void WriteWorkspace()
    {
        code.Line("/// <summary>Floats that a call works in: a block of tokens, and the gradients of what the tape has of all of them.</summary>");
        code.Line("public static long WorkspaceLength(int tokens, int keyTokens) => BlockLength + ((long)tokens * TokenLength) + ((long)keyTokens * KeyTokenLength);");
    }
}
