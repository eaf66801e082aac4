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

        if (!BlockParts.AddByThemselves(spec))
        {
            code.Line();
            WriteAdd(code, spec);
        }
    }

    private static void WriteWorkspace(KernelWriter code, BlockSpec spec)
    {
        string context = spec.CrossAttention is null ? "" : ", int contextTokens";
        code.Line("/// <summary>Floats that a call works in: normalized tokens, what a part adds to them, and what that part works in.</summary>");
        using (code.Block($"public static long WorkspaceLength(int tokens{context})"))
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

    private static void WriteLength(KernelWriter code, BlockSpec spec, string ofAttention, string ofFeedForward)
    {
        string attention = $"{Kernel(spec.Attention)}.WorkspaceLength({ofAttention})";
        string both = spec.CrossAttention is { } cross ? $"Math.Max({attention}, {Kernel(cross)}.WorkspaceLength(tokens, contextTokens))" : attention;
        code.Line($"""
            long parts = Math.Max({both}, {Kernel(spec.FeedForward)}.WorkspaceLength({ofFeedForward}));
            return ((({BlockParts.Copies(spec).Count}L * tokens * InputDim) + {AttentionPlan.RowGroup - 1}) & -{AttentionPlan.RowGroup}) + parts; // parts start at a line of cache
            """);
    }

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
        using (code.Block($"public static void {call.Method}(AlignedFloats norms, {string.Concat(spec.Parts.Select(static part => $"AlignedFloats {Casing.Camel(part.Name)}, "))}{string.Join(", ", call.Parameters(tensors))})"))
        {
            Check.WriteCount(code, tensors.Stream);
            WriteContextChecks(code, spec, call, tensors);
            foreach (Tensor option in tensors.AllOptions)
            {
                WriteDisjoint(code, call, tensors.Stream, option);
            }

            IReadOnlyList<string> copies = BlockParts.Copies(spec);
            code.Line($"""
                stream = stream.Slice(0, {tensors.Stream.Count.Code} * InputDim);
                using ScratchFrame frame = new({copies.Count}L * stream.Length);
                """);
            for (int copy = 0; copy < copies.Count; copy++)
            {
                code.Line($"{call.Rows} {copies[copy]} = frame.{(call.IsShared ? "Memory" : "Floats")}.Slice({Times(copy)}, stream.Length);");
            }

            code.Line();
            new BlockParts(code, spec, call).Write();
        }
    }

    /// <summary>Checks what cross-attention takes, as by its turn attention has added to the stream.</summary>
    private static void WriteContextChecks(KernelWriter code, BlockSpec spec, BlockCall call, BlockTensors tensors)
    {
        if (tensors.Context is not { } context)
        {
            return;
        }

        string counted = call.Context == BlockContext.Tokens ? $"KeyTokens({tensors.Stream.Name}, {context.Name})" : $"ContextTokens({context.Name})";
        bool counts = call.Context == BlockContext.Tokens || tensors.ContextOptions.Count > 0;
        code.Line($"{(counts ? $"int {context.Count.Code} = " : "")}{Kernel(spec.CrossAttention!)}.{counted};");
        Check.WriteExactly(code, tensors.ContextOptions);
        if (call.Context == BlockContext.Tokens)
        {
            WriteDisjoint(code, call, tensors.Stream, context);
        }
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

    private static string Times(int copy) => copy switch
    {
        0 => "0",
        1 => "stream.Length",
        _ => $"{copy} * stream.Length",
    };

    private static string Kernel(DeclaredSpec part) => part.Type.KernelName;

    private static bool NamesHeads(BlockSpec spec) => new BlockTensors(spec, new(spec.Attention)).ContextOptions.Any(static option => option.Axes.Any(static axis => axis.Code == "Heads"));

    private static bool HasScale(BlockSpec spec) => spec.ResidualScale != 1;
}
