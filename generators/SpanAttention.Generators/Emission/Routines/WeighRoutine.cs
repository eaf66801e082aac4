using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits Weigh: attention weights, [heads, query tokens, key tokens]: one pass over the keys for the row statistics, one for the weights.</summary>
internal static class WeighRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        Driver.Write(code, plan, ("Weigh", "weights = normalize(query · keyᵀ) for every head and block of query rows."), () => RowSource.Of(plan).WriteBlocks(code, "WeighBlock"));
        code.Line();
        Block.WriteRoutine(code, plan, ("WeighBlock", "One head's weights for up to QueryBlock query rows."), () => WriteBody(code, plan));
    }

    private static void WriteBody(KernelWriter code, AttentionPlan plan)
    {
        Block block = new(code, plan, new(plan.Spec, isSingle: false));
        ScratchRegions.WriteLocals(code, plan.BlockScratch, plan.BlockScratch.Without("context", "dropped"));
        block.WriteExtent();
        code.Line($"ref float destination = ref Floats.At(ref operands.Destination, {block.Rows.Weights});");
        PairSteps.WriteBlockStarts(code, plan.Spec, withDropout: false);
        block.Tiles.WriteFirst(code, "row");
        block.Rows.WriteQueries(code);
        block.WriteStart();
        WriteTiles(code, plan, block, block.WriteNormalization);
        code.Line();
        block.WriteReciprocal();
        WriteTiles(code, plan, block, () =>
        {
            block.WriteWeights();
            code.Line("Transpose.FromGroups(ref scores, KeyTile * RowGroup, rows, keys, ref Floats.At(ref destination, tile), operands.KeyLength);");
        });
        code.Line("""

            // Keys that no row of the block sees
            """);
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            if (plan.Spec.LeftWindow is not null)
            {
                code.Line("MemoryMarshal.CreateSpan(ref Floats.At(ref destination, (nint)row * operands.KeyLength), firstTile).Clear();");
            }

            code.Line("MemoryMarshal.CreateSpan(ref Floats.At(ref destination, ((nint)row * operands.KeyLength) + visible), operands.KeyLength - visible).Clear();");
        }
    }

    private static void WriteTiles(KernelWriter code, AttentionPlan plan, Block block, Action writeAfterScores) => block.Tiles.Write(code, () =>
    {
        PairSteps.WriteTiles(code, plan.Spec, block.Tiles, withDropout: false);
        block.WriteScores();
        writeAfterScores();
    });
}
