using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

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
        using (code.Block($"private static void WeighBlock({BlockSteps.Parameters(plan)})"))
        {
            WriteBody(code, plan);
        }
    }

    private static void WriteBody(CodeWriter code, AttentionPlan plan)
    {
        ScratchRegions.WriteLocals(code, plan.BlockScratch, plan.BlockScratch.Without("context", "dropped"));
        BlockSteps.WriteExtent(code, plan);
        code.Line(plan.StaysInLanes
            ? "ref float destination = ref Unsafe.Add(ref operands.Destination, (nint)head * operands.Tokens * operands.KeyLength);"
            : "ref float destination = ref Unsafe.Add(ref operands.Destination, (((nint)head * operands.QueryLength) + firstRow) * operands.KeyLength);");
        PairSteps.WriteBlockStarts(code, plan.Spec, withDropout: false);
        BlockSteps.WriteFirstTile(code, plan.Spec, "row");
        BlockSteps.WriteQueries(code, plan);
        BlockSteps.WriteStart(code, plan);
        WriteTiles(code, plan, () => BlockSteps.WriteNormalization(code, plan, singleTile: false));
        code.Line();
        BlockSteps.WriteReciprocal(code, plan);
        WriteTiles(code, plan, () =>
        {
            WriteWeights(code, plan);
            code.Line("Transpose.FromGroups(ref scores, KeyTile * RowGroup, rows, keys, ref Unsafe.Add(ref destination, tile), operands.KeyLength);");
        });
        code.Line("""

            // Keys that no row of the block sees
            """);
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            if (plan.Spec.LeftWindow is not null)
            {
                code.Line("MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, (nint)row * operands.KeyLength), firstTile).Clear();");
            }

            code.Line("MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, ((nint)row * operands.KeyLength) + visible), operands.KeyLength - visible).Clear();");
        }
    }

    private static void WriteTiles(CodeWriter code, AttentionPlan plan, Action writeAfterScores) =>
        BlockSteps.WriteTiles(
            code,
            plan.Spec,
            singleTile: false,
            () =>
            {
                PairSteps.WriteTiles(code, plan.Spec, singleTile: false, withDropout: false);
                BlockSteps.WriteScores(code, plan, singleTile: false);
                writeAfterScores();
            },
            BlockSteps.FirstTile(plan));

    private static void WriteWeights(CodeWriter code, AttentionPlan plan) =>
        code.Line(WeightTile.Of(plan).Call([("factor", "ref rescale"), .. BlockSteps.Positions(singleTile: false)]));
}
