using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>The paragraphs that take rows from a running state, and leave them there.</summary>
internal static class CarriedRows
{
    private const string First = "((nint)head * operands.QueryLength) + firstRow";

    /// <summary>A block's statistics, as earlier keys have left them.</summary>
    public static void WriteStart(KernelWriter code) => code.Line($"""
        // what earlier keys have left
        RunningState.Load(ref Floats.At(ref operands.Maximum, {First}), rows, -ScoreLimit, QueryBlock, ref maximum);
        RunningState.Load(ref Floats.At(ref operands.Sum, {First}), rows, 0, QueryBlock, ref sum);
        MemoryMarshal.CreateReadOnlySpan(ref maximum, QueryBlock).CopyTo(MemoryMarshal.CreateSpan(ref previous, QueryBlock));
        """);

    /// <summary>A block's contexts in lanes, as earlier keys have left them.</summary>
    public static void WriteContexts(KernelWriter code, AttentionPlan plan, string dims, string source) =>
        code.Line($"Transpose.ToGroups({source}, ContextTokenStride, rows, {dims}, ref context, {Groups.ContextSteps(plan)} * RowGroup);");

    /// <summary>A block's statistics for the keys to come.</summary>
    public static void WriteEnd(KernelWriter code) => code.Line($"""

        // what later keys find
        MemoryMarshal.CreateReadOnlySpan(ref maximum, rows).CopyTo(MemoryMarshal.CreateSpan(ref Floats.At(ref operands.Maximum, {First}), rows));
        MemoryMarshal.CreateReadOnlySpan(ref sum, rows).CopyTo(MemoryMarshal.CreateSpan(ref Floats.At(ref operands.Sum, {First}), rows));
        """);

    /// <summary>The few rows that share a key/value head, as earlier keys have left them.</summary>
    public static void WriteSharedStart(KernelWriter code, AttentionPlan plan)
    {
        code.Line("// what earlier keys have left");
        WriteShared(code, plan, """
            Floats.At(ref maximum, row) = Floats.At(ref operands.Maximum, carried);
            Floats.At(ref sum, row) = Floats.At(ref operands.Sum, carried);
            MemoryMarshal.CreateReadOnlySpan(ref destination, ValueDim).CopyTo(MemoryMarshal.CreateSpan(ref Floats.At(ref context, row * ValueDim), ValueDim));
            """);
        code.Line();
    }

    /// <summary>The same rows for the keys to come.</summary>
    public static void WriteSharedEnd(KernelWriter code, AttentionPlan plan)
    {
        code.Line("// what later keys find");
        WriteShared(code, plan, """
            Floats.At(ref operands.Maximum, carried) = Floats.At(ref maximum, row);
            Floats.At(ref operands.Sum, carried) = Floats.At(ref sum, row);
            MemoryMarshal.CreateReadOnlySpan(ref Floats.At(ref context, row * ValueDim), ValueDim).CopyTo(MemoryMarshal.CreateSpan(ref destination, ValueDim));
            """);
    }

    private static void WriteShared(KernelWriter code, AttentionPlan plan, string statements)
    {
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"""
                int head = (keyValueHead * GroupSize) + (row % GroupSize);
                int queryRow = row / GroupSize;
                nint carried = ((nint)head * operands.QueryLength) + queryRow;
                ref float destination = ref Floats.At(ref operands.Destination, {Address.Destination(plan.Spec, "queryRow")});
                {statements}
                """);
        }
    }
}
