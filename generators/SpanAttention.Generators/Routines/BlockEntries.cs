using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>[Attention]</c>'s members for several threads call: how many blocks there are, one of them, all of them at once.</summary>
internal static class BlockEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        WriteFlops(code, plan);
        code.Line();
        WriteBlockCount(code, plan);
        code.Line();
        WriteForwardBlock(code, new AttentionTensors(plan.Spec), "One block's contexts.", []);
        code.Line();
        WriteForwardBlock(code, new AttentionTensors(plan.Spec), "One block's contexts and logSumExp.", [new AttentionTensors(plan.Spec).LogSumExp]);
        if (plan.Parallel is not null)
        {
            code.Line();
            WriteForwardParallel(code, plan);
        }
    }

    private static void WriteFlops(KernelWriter code, AttentionPlan plan)
    {
        string pairs = Pairs(plan.Spec, FirstPosition.Of(plan.Spec, "keyLength", "queryLength").Value);
        code.Line($"""
            /// <summary>Floating-point operations: a multiply-add for every head dimension and value dimension of a visible pair.</summary>
            public static long Flops(int queryLength, int keyLength) => 2L * Heads * ((long)HeadDim + ValueDim) * {pairs};
            """);
    }

    private static string Pairs(AttentionSpec spec, string offset) => spec switch
    {
        { RightBound: null, LeftWindow: null } => "(long)queryLength * keyLength",
        { RightBound: 0, LeftWindow: null } => $"Visibility.CausalPairs(queryLength, keyLength, {offset})",
        _ => $"Visibility.WindowPairs(queryLength, keyLength, {offset}, {(spec.LeftWindow is null ? "int.MaxValue" : "LeftWindow")}, {Right(spec)})",
    };

    private static string Right(AttentionSpec spec) => spec.RightBound switch
    {
        null => "int.MaxValue",
        0 => "0",
        _ => "RightWindow",
    };

    /// <summary>Blocks of a call.</summary>
    public static void WriteBlockCount(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Blocks of a call with so many query tokens.</summary>");
        using (code.Block("public static int BlockCount(int queryLength)"))
        {
            code.Line($"SpanShape.Count(queryLength, {(plan.Spec.QueryLength > 0 ? "QueryLength" : "int.MaxValue")}, \"queryLength\", \"query tokens\");");
            code.Line($"return {BlockCount(plan)};");
        }
    }

    private static string BlockCount(AttentionPlan plan)
    {
        const string Blocks = "ParallelBlocks.Count(queryLength, QueryBlock, Heads)";
        const string Shared = "ParallelBlocks.Count(queryLength, SharedQueries, KeyValueHeads)";
        return new FewOrMany(plan, "queryLength").Choose(Shared, Blocks);
    }

    private static void WriteForwardBlock(KernelWriter code, AttentionTensors tensors, string summary, IReadOnlyList<Tensor> further)
    {
        Tensor[] destinations = [tensors.Destination, .. further];
        code.Line($"/// <summary>{summary}</summary>");
        using (code.Block($"public static void ForwardBlock(int block, {tensors.Inputs.Spans()}, int keyCount, {destinations.Spans()})"))
        {
            code.Line($"""
                Operands operands = CheckContexts({tensors.Inputs.Names()}, keyCount, {destinations.Names()});
                SpanShape.Index(block, BlockCount(operands.QueryLength), "block", "blocks");
                AttendOneBlock(ref operands, block);
                """);
        }
    }

    private static void WriteForwardParallel(KernelWriter code, AttentionPlan plan)
    {
        string flops = new FewOrMany(plan).Choose("SharedWorkerFlops", "WorkerFlops");
        IReadOnlyList<Tensor> inputs = new AttentionTensors(plan.Spec).Inputs;
        code.Line("/// <summary>Contexts of all query rows, blocks shared among threads where that pays.</summary>");
        using (code.Block($"public static void ForwardParallel({inputs.Memories()}, Memory<float> destination)"))
        {
            code.Line($"""
                ParallelForward call = new({inputs.Names()}, destination);
                Operands operands = call.Check();
                int blocks = BlockCount(operands.QueryLength);
                int workers = ParallelBlocks.Workers(blocks, Flops(operands.QueryLength, operands.KeyLength), {flops});
                """);
            using (code.Block("if (workers == 1)"))
            {
                code.Line("""
                    Attend(ref operands);
                    return;
                    """);
            }

            code.Line();
            code.Line("ParallelBlocks.Run(call, blocks, workers);");
        }
    }
}
