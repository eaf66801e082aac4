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

        if (NamesHeads(spec))
        {
            code.Line($"private const int Heads = {spec.CrossAttention!.Heads}; // query heads of cross-attention");
        }

        LayerPacking.WriteOffsets(code, spec);
        if (spec.Learns)
        {
            BlockBackwardRoutine.WriteConstants(code, spec);
        }

        code.Line();
        LayerPacking.Write(code, plan);
        code.Line();
        WriteWorkspace(code, spec);
        code.Line();
        LayerEntries.WriteTokens(code, "Tokens", new BlockTensors(spec, new(spec.Attention)).Stream);
        foreach (BlockCall call in BlockCall.Of(spec))
        {
            code.Line();
            WriteForward(code, spec, call);
        }

        if (!BlockParts.AddByThemselves(spec))
        {
            code.Line();
            WriteAdd(code, spec);
        }

        if (spec.Learns)
        {
            code.Line();
            BlockBackwardRoutine.Write(code, spec);
        }
    }

    private static void WriteWorkspace(KernelWriter code, BlockSpec spec)
    {
        string context = spec.CrossAttention is null ? "" : ", int contextTokens";
        code.Line("/// <summary>Floats that a call works in: normalized tokens, what a part adds to them, and what that part works in.</summary>");
        using (code.Block($"public static long WorkspaceLength(int tokens{context})"))
        {
            WriteLength(code, spec, "tokens, tokens", "tokens, contextTokens");
        }

        if (spec.Attention.TakesSequences)
        {
            context = spec.CrossAttention is null ? "" : ", ReadOnlySpan<int> contextLengths";
            code.Line();
            code.Line("/// <summary>The same for sequences of these lengths.</summary>");
            using (code.Block($"public static long WorkspaceLength(ReadOnlySpan<int> lengths{context})"))
            {
                code.Line("int tokens = SequenceBatch.Of(lengths).Tokens;");
                WriteLength(code, spec, "lengths", "lengths, contextLengths");
            }
        }
    }

    private static void WriteLength(KernelWriter code, BlockSpec spec, string ofAttention, string ofCrossAttention)
    {
        string attention = $"{Kernel(spec.Attention)}.WorkspaceLength({ofAttention})";
        string both = spec.CrossAttention is { } cross ? $"Math.Max({attention}, {Kernel(cross)}.WorkspaceLength({ofCrossAttention}))" : attention;
        code.Line($"""
            long parts = Math.Max({both}, {Kernel(spec.FeedForward)}.WorkspaceLength(tokens));
            return ((({Copies(spec)}L * tokens * InputDim) + {AttentionPlan.RowGroup - 1}) & -{AttentionPlan.RowGroup}) + parts; // parts start at a line of cache
            """);
    }

    private static int Copies(BlockSpec spec) => Math.Max(BlockParts.Copies(spec).Count, spec.Learns ? BlockBackwardRoutine.Copies(spec).Count : 0);

    private static void WriteForward(KernelWriter code, BlockSpec spec, BlockCall call)
    {
        BlockTensors tensors = call.Tensors;
        code.Line($"/// <summary>The block in place; {call.Words}.</summary>");
        using (code.Block($"public static void {call.Method}({string.Join(", ", call.Parameters)})"))
        {
            code.Line($"int {tensors.Stream.Count.Code} = {(call.IsShared ? "Tokens(stream.Span)" : "batch.Tokens")};");
            WriteContextChecks(code, spec, call);
            if (call.IsTaped)
            {
                WriteTapeChecks(code, spec, tensors);
            }

            foreach (Tensor input in tensors.Contexts.Concat(tensors.AllOptions))
            {
                WriteDisjoint(code, call, tensors.Stream, input);
            }

            IReadOnlyList<string> copies = BlockParts.Copies(spec);
            code.Line($"""
                stream = stream.Slice(0, {tensors.Stream.Count.Code} * InputDim);
                using ScratchFrame frame = new({copies.Count}L * stream.Length);
                """);
            for (int copy = 0; copy < copies.Count; copy++)
            {
                code.Line($"{call.Rows} {copies[copy]} = frame.{(call.IsShared ? "Memory" : "Floats")}.Slice({Times(copy, "stream.Length")}, stream.Length);");
            }

            if (call.IsTaped)
            {
                WriteTape(code, spec);
            }

            code.Line();
            new BlockParts(code, spec, call).Write();
            if (call.IsTaped)
            {
                code.Line("tape.Start(tokens);");
            }
        }
    }

    /// <summary>Checks what cross-attention takes, as by its turn attention has added to the stream.</summary>
    private static void WriteContextChecks(KernelWriter code, BlockSpec spec, BlockCall call)
    {
        if (spec.CrossAttention is not { } cross)
        {
            return;
        }

        string contexts = call.IsShared ? $"{Kernel(cross)}.BatchOf({ParallelLayer.BatchArguments(cross, "tokens", "context.Span")})" : "batch.OverContexts";
        if (!call.IsShared || call.Tensors.ContextOptions.Count > 0)
        {
            code.Line($"SequenceBatch contexts = {contexts};");
        }
        else
        {
            code.Line($"{contexts};");
        }

        foreach (Tensor option in call.Tensors.ContextOptions)
        {
            SequenceEntries.WriteCheck(code, option, "contexts");
        }
    }

    private static void WriteTapeChecks(KernelWriter code, BlockSpec spec, BlockTensors tensors)
    {
        code.Line($"LayerTape.RequireRoom(tape, batch.Tokens, \"{tensors.Stream.Name}\");");
        if (spec.CrossAttention is not null)
        {
            code.Line($"LayerTape.RequireContextRoom({BlockCall.TapeOf("crossAttention")}, contexts.OfContexts.Tokens, \"{tensors.Contexts[0].Name}\");");
        }
    }

    private static void WriteTape(KernelWriter code, BlockSpec spec)
    {
        foreach (string norm in BlockParts.TapedNorms(spec))
        {
            code.Line($"Span<float> {BlockParts.TapeOf(norm)} = MemoryMarshal.CreateSpan(ref tape.Run({BlockParts.TapeOffset(norm)}), stream.Length);");
        }

        code.Line("tape.Clear(); // until all of it is there");
    }

    private static void WriteDisjoint(KernelWriter code, BlockCall call, Tensor stream, Tensor other) =>
        code.Line($"SpanShape.Disjoint({call.Span(stream.Name)}, {stream.Extent}, {call.Span(other.Name)}, \"{stream.Name}\", \"{other.Name}\");");

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

    /// <summary>The place of one of several copies that lie side by side.</summary>
    /// <param name="copy">Which of them.</param>
    /// <param name="length">The length of each, as an expression.</param>
    public static string Times(int copy, string length) => copy switch
    {
        0 => "0",
        1 => length,
        _ => $"{copy} * {length}",
    };

    private static string Kernel(DeclaredSpec part) => part.Type.KernelName;

    private static bool NamesHeads(BlockSpec spec) => new BlockTensors(spec, new(spec.Attention)).ContextOptions.Any(static option => option.Axes.Any(static axis => axis.Code == "Heads"));

    private static bool HasScale(BlockSpec spec) => spec.ResidualScale != 1;
}
