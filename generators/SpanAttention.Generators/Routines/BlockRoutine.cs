using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits a transformer block: norms and residual sums around its parts, whose kernels it calls.</summary>
internal static class BlockRoutine
{
    public static void Write(KernelWriter code, BlockPlan plan)
    {
        BlockSpec spec = plan.Spec;
        code.Line($"private const int InputDim = {spec.InputDim};");
        if (spec.Attention.QueryLength > 0)
        {
            code.Line($"private const int SequenceLength = {spec.Attention.QueryLength};");
        }

        code.Line($"private const float NormEpsilon = {Literal.Of((float)spec.Norms.Epsilon)}; // added under the root");
        if (HasScale(spec))
        {
            code.Line($"private const float ResidualScale = {Literal.Of((float)spec.ResidualScale)}; // of what a part adds to the stream");
        }

        LayerPacking.WriteOffsets(code, spec);
        code.Line();
        LayerPacking.Write(code, plan);
        code.Line();
        WriteWorkspace(code, spec);
        code.Line();
        WriteTokens(code, new BlockTensors(spec, new(spec.Attention)).Stream);
        foreach (BlockCall call in BlockCall.Of(spec))
        {
            code.Line();
            WriteForward(code, spec, call);
        }

        code.Line();
        WriteAdd(code, spec);
    }

    private static void WriteWorkspace(KernelWriter code, BlockSpec spec)
    {
        code.Line("/// <summary>Floats that a call works in: normalized tokens, what a part adds to them, and what that part works in.</summary>");
        using (code.Block("public static long WorkspaceLength(int tokens)"))
        {
            WriteLength(code, spec, "tokens, tokens", "tokens");
        }

        if (spec.Attention.TakesSequences)
        {
            code.Line();
            code.Line("/// <summary>The same for sequences of these lengths.</summary>");
            using (code.Block("public static long WorkspaceLength(ReadOnlySpan<int> lengths)"))
            {
                code.Line("int tokens = SequenceBatch.Of(lengths).Tokens;");
                WriteLength(code, spec, "lengths", "tokens");
            }
        }
    }

    private static void WriteLength(KernelWriter code, BlockSpec spec, string ofAttention, string ofFeedForward) =>
        code.Line($"""
            long parts = Math.Max({Kernel(spec.Attention)}.WorkspaceLength({ofAttention}), {Kernel(spec.FeedForward)}.WorkspaceLength({ofFeedForward}));
            return ((({Copies(spec).Count}L * tokens * InputDim) + {AttentionPlan.RowGroup - 1}) & -{AttentionPlan.RowGroup}) + parts; // parts start at a line of cache
            """);

    private static void WriteTokens(KernelWriter code, Tensor stream)
    {
        code.Line("/// <summary>Tokens of the stream.</summary>");
        using (code.Block("public static int Tokens(ReadOnlySpan<float> stream)"))
        {
            Check.WriteCount(code, stream);
            code.Line($"return {stream.Count.Code};");
        }
    }

    private static void WriteForward(KernelWriter code, BlockSpec spec, BlockCall call)
    {
        BlockTensors tensors = new(spec, call.Layer);
        code.Line($"/// <summary>The block in place; {call.Words}.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats norms, AlignedFloats attention, AlignedFloats feedForward, {string.Join(", ", call.Spans(tensors))})"))
        {
            Check.WriteCount(code, tensors.Stream);
            Check.WriteDisjoint(code, tensors.Stream, tensors.Options);
            string tokens = tensors.Stream.Count.Code;
            code.Line($"""
                stream = stream.Slice(0, {tokens} * InputDim);
                using ScratchFrame frame = new({Copies(spec).Count}L * stream.Length);
                """);
            for (int copy = 0; copy < Copies(spec).Count; copy++)
            {
                code.Line($"Span<float> {Copies(spec)[copy]} = frame.Floats.Slice({Times(copy)}, stream.Length);");
            }

            string arguments = string.Join(", ", call.Names(tensors));
            string Attention(string inputs, string outputs) => $"{Kernel(spec.Attention)}.Forward(attention, {inputs}, {arguments}, {outputs});";
            string FeedForward(string inputs, string outputs) => $"{Kernel(spec.FeedForward)}.Forward(feedForward, {inputs}, {outputs});";
            BlockParts parts = new(code, spec);
            if (spec.Parallel)
            {
                parts.WriteParallel(Attention, FeedForward);
            }
            else
            {
                parts.Write("Attention", Attention);
                parts.Write("FeedForward", FeedForward);
            }
        }
    }

    private static void WriteAdd(KernelWriter code, BlockSpec spec)
    {
        (string factor, string scaling) = HasScale(spec) ? ("ResidualScale · ", "Rows.Scale(ref MemoryMarshal.GetReference(outputs), outputs.Length, ResidualScale);") : ("", "");
        code.Line($"/// <summary>stream = stream + {factor}outputs.</summary>");
        using (code.Block("private static void Add(Span<float> outputs, Span<float> stream)"))
        {
            if (scaling.Length > 0)
            {
                code.Line(scaling);
            }

            code.Line("Rows.Store(ref MemoryMarshal.GetReference(outputs), InputDim, stream.Length / InputDim, InputDim, ref MemoryMarshal.GetReference(stream), ref MemoryMarshal.GetReference(stream), InputDim);");
        }
    }

    /// <summary>Rows that a call keeps beside the stream, as many each: what a part adds, normalized tokens, and what the other part adds.</summary>
    private static IReadOnlyList<string> Copies(BlockSpec spec) => spec switch
    {
        { Parallel: true } => ["outputs", "normed", "others"],
        { Norms.Placement: NormPlacement.Pre or NormPlacement.Sandwich } => ["outputs", "normed"],
        _ => ["outputs"],
    };

    private static string Times(int copy) => copy switch
    {
        0 => "0",
        1 => "stream.Length",
        _ => $"{copy} * stream.Length",
    };

    private static string Kernel(DeclaredSpec part) => part.Type.KernelName;

    private static bool HasScale(BlockSpec spec) => spec.ResidualScale != 1;

    /// <summary>The statements of one part after the other.</summary>
    private sealed class BlockParts(KernelWriter code, BlockSpec spec)
    {
        public void Write(string part, Func<string, string, string> call)
        {
            IReadOnlyList<string> norms = spec.Norms.Of(part);
            NormPlacement placement = spec.Norms.Placement;
            bool before = placement is NormPlacement.Pre or NormPlacement.Sandwich;
            code.Line();
            if (before)
            {
                WriteNorm(norms[0], "stream", "normed");
            }

            code.Line(call(before ? "normed" : "stream", "outputs"));
            if (placement is NormPlacement.Sandwich or NormPlacement.AfterBranch)
            {
                WriteNorm(norms[norms.Count - 1], "outputs", "outputs");
            }

            WriteSum("outputs");
            if (placement == NormPlacement.Post)
            {
                WriteNorm(norms[0], "stream", "stream");
            }
        }

        public void WriteParallel(Func<string, string, string> attention, Func<string, string, string> feedForward)
        {
            code.Line();
            WriteNorm("AttentionNorm", "stream", "normed");
            code.Line(attention("normed", "outputs"));
            WriteNorm("FeedForwardNorm", "stream", "normed");
            code.Line(feedForward("normed", "others"));
            WriteSum("outputs");
            WriteSum("others");
        }

        private void WriteNorm(string norm, string source, string destination)
        {
            string weight = $"norms.Span.Slice({norm}Offset, InputDim)";
            code.Line(spec.Norms.RootMeanSquare
                ? $"Normalization.RootMeanSquare({source}, {weight}, NormEpsilon, {destination});"
                : $"Normalization.LayerNorm({source}, {weight}, {(spec.Norms.Bias ? $"norms.Span.Slice({norm}BiasOffset, InputDim)" : "default")}, NormEpsilon, {destination});");
        }

        private void WriteSum(string outputs) => code.Line($"Add({outputs}, stream);");
    }
}
