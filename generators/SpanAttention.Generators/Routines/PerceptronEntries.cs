using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what the members of a linear or feed-forward layer call: checks, then its tokens block by block.</summary>
internal static class PerceptronEntries
{
    public static void Write(KernelWriter code, PerceptronPlan plan)
    {
        PerceptronTensors tensors = new(plan.Spec);
        WriteWorkspace(code);
        code.Line();
        WriteForward(code, tensors);
        if (!plan.IsPart)
        {
            code.Line();
            OutputsOf(tensors).WriteForwardAdd(code, [tensors.Inputs], tensors.Inputs);
        }

        if (!plan.Spec.HasHidden)
        {
            code.Line();
            WriteCopyWeights(code, tensors);
        }
    }

    private static void WriteWorkspace(KernelWriter code)
    {
        code.Line("/// <summary>Floats that a call works in: a block of tokens, however many there are.</summary>");
        using (code.Block("public static long WorkspaceLength(int tokens)"))
        {
            code.Line("""
                SpanShape.Count(tokens, int.MaxValue, "tokens", "tokens of the inputs");
                return BlockLength;
                """);
        }
    }

    private static void WriteForward(KernelWriter code, PerceptronTensors tensors)
    {
        LayerOutputs outputs = OutputsOf(tensors);
        code.Line("/// <summary>Outputs of all tokens, added to a residual where there is one.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {tensors.Inputs.Span}, {outputs.Spans})"))
        {
            Check.WriteCount(code, tensors.Inputs);
            outputs.WriteChecks(code, [tensors.Inputs]);
            code.Line("ForwardTokens(ref packed.First, ref MemoryMarshal.GetReference(inputs), tokens, ref MemoryMarshal.GetReference(residual), ref MemoryMarshal.GetReference(destination));");
        }
    }

    private static LayerOutputs OutputsOf(PerceptronTensors tensors) => new(tensors.Residual, tensors.Destination);

    private static void WriteCopyWeights(KernelWriter code, PerceptronTensors tensors)
    {
        code.Line("/// <summary>The weights of one output.</summary>");
        using (code.Block($"public static void CopyWeights(AlignedFloats packed, int output, {tensors.OutputWeights.Span})"))
        {
            code.Line("""
                SpanShape.Index(output, OutputDim, "output", "outputs");
                SpanShape.AtLeast(destination.Length, 1, InputDim, "destination", "output × input dim");
                WeightPacking.CopyOutput(ref Floats.At(ref packed.First, WeightOffset), InputDim, output, destination);
                """);
        }
    }
}
