using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Weigh: attention weights, [heads, query tokens, key tokens]: one pass over the keys for the row statistics and one for the weights, or one for both where all keys are one tile.</summary>
internal static class WeighRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        Driver.Write(code, plan, ("Weigh", "weights = normalize(query · keyᵀ) for every head and block of query rows."), () => new CallerRows(plan).WriteBlocks(code, "WeighBlock"));
        code.Line();
        Block.WriteRoutine(code, plan, ("WeighBlock", "One head's weights for up to QueryBlock query rows."), () => WriteBody(code, plan));
    }

    private static void WriteBody(KernelWriter code, AttentionPlan plan)
    {
        Block block = new(code, plan, KeyTiles.Of(plan));
        ScratchRegions.WriteLocals(code, plan.BlockScratch, plan.BlockScratch.Without("context", "dropped", "factor"));
        block.WriteExtent();
        code.Line($"ref float destination = ref Floats.At(ref operands.Destination, {block.Rows.Weights});");
        PairSteps.WriteBlockStarts(code, plan.Spec, withDropout: false);
        block.Tiles.WriteFirst(code, "row");
        block.Rows.WriteQueries(code);
        Block.WriteNothingAhead(code, plan);
        block.WriteStart();
        if (block.Tiles.Rescale is null)
        {
            WriteOneTile(code, plan, block);
        }
        else
        {
            WriteTwoPasses(code, plan, block);
        }

        WriteUnseen(code, block);
    }

    private static void WriteOneTile(KernelWriter code, AttentionPlan plan, Block block) => block.Tiles.Write(code, () =>
    {
        WriteScores(code, plan, block);
        block.WriteNormalization();
        block.WriteReciprocal();
        WriteWeights(code, block);
    });

    private static void WriteTwoPasses(KernelWriter code, AttentionPlan plan, Block block)
    {
        block.Tiles.Write(code, () =>
        {
            WriteScores(code, plan, block);
            block.WriteNormalization();
        });
        code.Line();
        block.WriteReciprocal();
        block.Tiles.Write(code, () =>
        {
            WriteScores(code, plan, block);
            WriteWeights(code, block);
        });
    }

    private static void WriteScores(KernelWriter code, AttentionPlan plan, Block block)
    {
        PairSteps.WriteTiles(code, plan.Spec, block.Tiles, withDropout: false);
        block.WriteScores();
    }

    private static void WriteWeights(KernelWriter code, Block block)
    {
        block.WriteWeights();
        code.Line($"Transpose.FromGroups(ref scores, KeyTile * RowGroup, rows, keys, {block.Tiles.OfFloats("destination")}, operands.KeyLength);");
    }

    private static void WriteUnseen(KernelWriter code, Block block)
    {
        code.Line("""

            // Keys that no row of the block sees
            """);
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            if (block.Tiles.First != "0")
            {
                code.Line($"MemoryMarshal.CreateSpan(ref Floats.At(ref destination, (nint)row * operands.KeyLength), {block.Tiles.First}).Clear();");
            }

            code.Line("MemoryMarshal.CreateSpan(ref Floats.At(ref destination, ((nint)row * operands.KeyLength) + visible), operands.KeyLength - visible).Clear();");
        }
    }
}
