using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Rows that a block and the next one touch for the first time, which are asked for while scores are summed.</summary>
internal static class FirstTouches
{
    /// <summary>Contexts of the block, queries of the next one, and the keys and values that only that sees.</summary>
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        if (!plan.AsksForBlocks)
        {
            return;
        }

        string asked = "rows";
        if (plan.Spec.KeyLength == 0)
        {
            asked = "asked";
            code.Line($"int asked = operands.KeyLength > {NearMemory.Keys(plan.Spec)} ? rows : 0; // what fewer keys touch is near already");
        }

        code.Line($"""
            BlockAhead ahead = BlockAhead.Of(ref Floats.At(ref query, QueryBlock * HeadDim), ref destination, {asked}, ref Floats.At(ref key, (nint)visible * HeadDim), ref Floats.At(ref value, (nint)visible * ValueDim), {(plan.Spec.HasEdge ? asked : "0")}, HeadDim, ValueDim);

            """);
    }

    /// <summary>The same for scores that are summed but once.</summary>
    public static void WriteNone(KernelWriter code, AttentionPlan plan)
    {
        if (plan.AsksForBlocks)
        {
            code.Line("BlockAhead ahead = default;");
        }
    }
}
