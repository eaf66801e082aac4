using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what is done by blocks: any one of them, one alone, and a thread's share of a call.</summary>
internal static class ParallelRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        WriteBlock(code, plan);
        code.Line();
        WriteOneBlock(code, plan);
        if (plan.Parallel is not null)
        {
            code.Line();
            WriteCall(code, plan);
        }
    }

    /// <summary>All blocks, by one thread.</summary>
    public static void WriteAllBlocks(KernelWriter code)
    {
        code.Line("int blocks = BlockCount(operands.QueryLength);");
        using (code.Block("for (int block = 0; block < blocks; block++)"))
        {
            code.Line("AttendBlockAt(ref operands, block, ref scratch);");
        }
    }

    /// <summary>One block of a call, by its index.</summary>
    public static void WriteBlock(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>The block of an index below BlockCount.</summary>");
        using (code.Block("private static void AttendBlockAt(ref Operands operands, int block, ref float scratch)"))
        {
            new FewOrMany(plan).Write(
                code,
                "AttendShared(ref operands, keyValueHead: block, ref scratch);",
                """
                int blocksOfHead = ParallelBlocks.Count(operands.QueryLength, QueryBlock, heads: 1);
                AttendBlock(ref operands, block / blocksOfHead, block % blocksOfHead * QueryBlock, ref scratch);
                """);
        }
    }

    private static void WriteOneBlock(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>One block, with scratch of its own.</summary>");
        Driver.WriteSkipLocalsInit(code, plan.Facts);
        using (code.Block("private static void AttendOneBlock(ref Operands operands, int block)"))
        {
            Driver.WriteScratch(code);
            code.Line("AttendBlockAt(ref operands, block, ref scratch);");
        }
    }

    private static void WriteCall(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>One ForwardParallel, as the threads that work on it see it.</summary>");
        IReadOnlyList<Tensor> inputs = new AttentionTensors(plan.Spec).Inputs;
        string spans = string.Join(", ", inputs.Select(static input => $"{input.Name}.Span"));
        using (code.Block($"private readonly struct ParallelForward({inputs.Memories()}, Memory<float> destination) : IParallelCall"))
        {
            code.Line($"""
                /// <summary>Checks the spans and binds them.</summary>
                public Operands Check() => CheckContexts({spans}, KeyTokens(key.Length), destination.Span);

                /// <summary>One thread's share: blocks as long as there are any.</summary>
                """);
            Driver.WriteSkipLocalsInit(code, plan.Facts);
            using (code.Block("public void Work(BlockQueue blocks)"))
            {
                code.Line("Operands operands = Check();");
                Driver.WriteScratch(code);
                using (code.Block("while (blocks.TryTake(out int block))"))
                {
                    code.Line("AttendBlockAt(ref operands, block, ref scratch);");
                }
            }
        }
    }
}
