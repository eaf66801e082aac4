using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

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
            WriteForwardAdd(code, tensors);
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
        code.Line("/// <summary>Outputs of all tokens.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {tensors.Inputs.Span}, {tensors.Destination.Span})"))
        {
            WriteChecks(code, tensors);
            code.Line("ForwardTokens(ref packed.First, ref MemoryMarshal.GetReference(inputs), tokens, ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetReference(destination));");
        }
    }

    private static void WriteForwardAdd(KernelWriter code, PerceptronTensors tensors)
    {
        code.Line("/// <summary>Outputs of all tokens, added to a residual.</summary>");
        using (code.Block($"public static void ForwardAdd(AlignedFloats packed, {tensors.Inputs.Span}, {tensors.Residual.Span}, {tensors.Sum.Span})"))
        {
            WriteChecks(code, tensors, tensors.Residual);
            code.Line($"SpanShape.SameOrDisjoint(destination, {tensors.Sum.Extent}, residual, \"destination\", \"residual\");");
            code.Line("ForwardTokens(ref packed.First, ref MemoryMarshal.GetReference(inputs), tokens, ref MemoryMarshal.GetReference(residual), ref MemoryMarshal.GetReference(destination));");
        }
    }

    private static void WriteChecks(KernelWriter code, PerceptronTensors tensors, Tensor? residual = null)
    {
        Check.WriteCount(code, tensors.Inputs);
        if (residual is not null)
        {
            Check.WriteExactly(code, residual);
        }

        Check.WriteRoom(code, tensors.Destination);
        Check.WriteDisjoint(code, tensors.Destination, [tensors.Inputs]);
    }

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
