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
        WriteWorkspace(code, plan);
        code.Line();
        WriteForward(code, tensors, plan);
        if (plan.Backward is not null)
        {
            code.Line();
            WriteTape(code, tensors, plan);
        }

        if (!plan.IsPart)
        {
            code.Line();
            OutputsOf(tensors).WriteForwardAdd(code, [tensors.Inputs], () => Check.WriteCount(code, tensors.Inputs));
        }

        if (plan.SharesTokens)
        {
            code.Line();
            WriteForwardParallel(code, tensors, plan);
        }

        if (!plan.Spec.HasHidden)
        {
            code.Line();
            WriteCopyWeights(code, plan, tensors);
        }
    }

    private static void WriteWorkspace(KernelWriter code, PerceptronPlan plan)
    {
        code.Line("/// <summary>Floats that a call works in: a block of tokens, however many there are.</summary>");
        using (code.Block("public static long WorkspaceLength(int tokens)"))
        {
            code.Line($"""
                SpanShape.Count(tokens, int.MaxValue, "tokens", "tokens of the inputs");
                return {(plan.Backward is { } backward ? $"Math.Max(BlockLength, {backward.Type.KernelName}.BlockLength)" : "BlockLength")};
                """);
        }
    }

    private static void WriteForward(KernelWriter code, PerceptronTensors tensors, PerceptronPlan plan)
    {
        code.Line("/// <summary>Outputs of all tokens, added to a residual where there is one.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {tensors.Inputs.Span}, {OutputsOf(tensors).Spans})"))
        {
            code.Line($"""
                int tokens = CheckOutputs(inputs, residual, destination);
                ForwardTokens(ref packed.First, ref MemoryMarshal.GetReference(inputs), tokens, {NoTape(plan)}ref MemoryMarshal.GetReference(residual), ref MemoryMarshal.GetReference(destination));
                """);
        }

        code.Line();
        code.Line("/// <summary>Checks the spans; the tokens that there are.</summary>");
        using (code.Block($"private static int CheckOutputs({tensors.Inputs.Span}, {OutputsOf(tensors).Spans})"))
        {
            Check.WriteCount(code, tensors.Inputs);
            OutputsOf(tensors).WriteChecks(code, [tensors.Inputs]);
            code.Line($"return {tensors.Inputs.Count.Code};");
        }
    }

    private static string NoTape(PerceptronPlan plan) => plan.Backward is null ? "" : "null, ";

    private static void WriteTape(KernelWriter code, PerceptronTensors tensors, PerceptronPlan plan)
    {
        code.Line("/// <summary>A tape for so many tokens.</summary>");
        code.Line("public static LayerTape NewTape(int tokens) => new(tokens, TapedLength);");
        code.Line();
        code.Line("/// <summary>The same outputs, with what Backward needs of them on a tape.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {tensors.Inputs.Span}, LayerTape tape, {OutputsOf(tensors).Spans})"))
        {
            code.Line("""
                int tokens = CheckOutputs(inputs, residual, destination);
                LayerTape.RequireRoom(tape, tokens, "inputs");
                tape.Start(tokens);
                inputs.CopyTo(MemoryMarshal.CreateSpan(ref tape.Run(TapedInputsOffset), inputs.Length));
                ForwardTokens(ref packed.First, ref MemoryMarshal.GetReference(inputs), tokens, tape, ref MemoryMarshal.GetReference(residual), ref MemoryMarshal.GetReference(destination));
                """);
        }
    }

    private static void WriteForwardParallel(KernelWriter code, PerceptronTensors tensors, PerceptronPlan plan)
    {
        string parameters = $"AlignedFloats packed, {tensors.Inputs.Memory}, {tensors.Residual.Memory}, {tensors.Destination.Memory}";
        code.Line("/// <summary>Outputs of all tokens, blocks of which are shared among threads where that pays.</summary>");
        using (code.Block($"public static void ForwardParallel({parameters})"))
        {
            Check.WriteCount(code, tensors.Inputs);
            ParallelTokens.WriteWorkers(code, "TokenBlock", "Forward(packed, inputs.Span, residual.Span, destination.Span);");
            code.Line("""
                CheckOutputs(inputs.Span, residual.Span, destination.Span);
                ParallelBlocks.Run(new ParallelForward(packed, inputs, residual, destination, tokens, together), blocks, workers);
                """);
        }

        code.Line();
        code.Line("/// <summary>One ForwardParallel, as the threads that work on it see it.</summary>");
        using (code.Block($"private readonly struct ParallelForward({parameters}, int tokens, int together) : IParallelCall"))
        {
            code.Line("/// <summary>One thread's share: blocks as long as there are any.</summary>");
            using (code.Block("public void Work(BlockQueue blocks)"))
            using (code.Block("while (blocks.TryTake(out int block))"))
            {
                code.Line($"""
                    int first = block * together;
                    ReadOnlySpan<float> blockResidual = residual.IsEmpty ? default : residual.Span.Slice(first * OutputDim);
                    ForwardTokens(
                        ref packed.First,
                        ref Floats.At(ref MemoryMarshal.GetReference(inputs.Span), (nint)first * InputDim),
                        Math.Min(together, tokens - first),
                        {NoTape(plan)}ref MemoryMarshal.GetReference(blockResidual),
                        ref Floats.At(ref MemoryMarshal.GetReference(destination.Span), (nint)first * OutputDim));
                    """);
            }
        }
    }

    private static LayerOutputs OutputsOf(PerceptronTensors tensors) => new(tensors.Residual, tensors.Destination);

    private static void WriteCopyWeights(KernelWriter code, PerceptronPlan plan, PerceptronTensors tensors)
    {
        code.Line("/// <summary>The weights of one output.</summary>");
        using (code.Block($"public static void CopyWeights(AlignedFloats packed, int output, {tensors.OutputWeights.Span})"))
        {
            WeightOperand weights = new(plan.Projection.Element, "packed.First", "Weight");
            code.Line($"""
                SpanShape.Index(output, OutputDim, "output", "outputs");
                SpanShape.AtLeast(destination.Length, 1, InputDim, "destination", "output × input dim");
                {(weights.Element.IsShort ? "ShortWeights" : "WeightPacking")}.CopyOutput({weights.All.Arguments}InputDim, output, destination);
                """);
        }
    }
}
