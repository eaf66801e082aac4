using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits Weigh: attention weights, [heads, query tokens, key tokens]: one pass over the keys for the row statistics, one for the weights.</summary>
internal static class WeighRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        BlockSteps.WriteDriver(code, plan, "Weigh", "WeighBlock", "weights = normalize(query · keyᵀ) for every head and block of query rows.");
        code.Line();
        code.Line("/// <summary>One head's weights for up to QueryBlock query rows.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void WeighBlock({BlockSteps.Parameters})"))
        {
            WriteBody(code, plan);
        }
    }

    private static void WriteBody(CodeWriter code, AttentionPlan plan)
    {
        bool sum = plan.Spec.SumNormalization;
        BlockSteps.WriteRegions(code, sum ? ["queries", "scores", "sum", "rescale"] : ["queries", "scores", "maximum", "sum", "rescale"]);
        BlockSteps.WriteExtent(code, plan);
        code.Line("ref float destination = ref Unsafe.Add(ref operands.Destination, (((nint)head * operands.QueryLength) + firstRow) * operands.KeyLength);");
        BlockSteps.WriteQueries(code, plan);
        BlockSteps.WriteStart(code, plan);
        using (code.Block("for (int tile = 0; tile < visible; tile += KeyTile)"))
        {
            BlockSteps.WriteScores(code, plan);
            BlockSteps.WriteNormalization(code, plan);
        }

        code.Line("""

            Reciprocal(ref sum, rows, ref rescale);
            """);
        using (code.Block("for (int tile = 0; tile < visible; tile += KeyTile)"))
        {
            BlockSteps.WriteScores(code, plan);
            code.Line(sum ? "WeightTile(ref scores, keys, rows, ref rescale);" : "WeightTile(ref scores, keys, rows, ref maximum, ref rescale);");
            code.Line("Transpose.Copy(ref scores, QueryBlock, keys, rows, ref Unsafe.Add(ref destination, tile), operands.KeyLength);");
        }

        code.Line("""

            // Keys that no row of the block sees
            """);
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line("MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, ((nint)row * operands.KeyLength) + visible), operands.KeyLength - visible).Clear();");
        }
    }
}
