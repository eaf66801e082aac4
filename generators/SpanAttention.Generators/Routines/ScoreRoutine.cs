using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Score: scores as the caller asks to see them, [heads, query tokens, key tokens].</summary>
internal static class ScoreRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        Driver.Write(code, plan, ("Score", "scores = query · keyᵀ for every head and block of query rows."), () => new CallerRows(plan).WriteBlocks(code, "ScoreBlock"));
        code.Line();
        Block.WriteRoutine(code, plan, ("ScoreBlock", "One head's scores for up to QueryBlock query rows."), () => WriteBody(code, plan));
    }

    private static void WriteBody(KernelWriter code, AttentionPlan plan)
    {
        ScratchRegions.WriteLocals(code, plan.BlockScratch, plan.BlockScratch.Without(["context", "dropped", "sum", "rescale", "factor", "previous", .. plan.StoresSums ? ["maximum"] : Array.Empty<string>()]));
        Block block = new(code, plan, new TileByTile(plan.Spec));
        code.Line($"int rows = {CallerRows.Count};");
        block.WriteOperands();
        code.Line($"ref float destination = ref Floats.At(ref operands.Destination, {block.Rows.Weights});");
        PairSteps.WriteBlockStarts(code, plan.Spec, withDropout: false);
        block.Rows.WriteQueries(code);
        FirstTouches.WriteNone(code, plan);
        using (code.Block("for (int tile = 0; tile < operands.KeyLength; tile += KeyTile)"))
        {
            code.Line("int keys = Math.Min(KeyTile, operands.KeyLength - tile);");
            PairSteps.WriteTiles(code, plan.Spec, block.Tiles, withDropout: false);
            block.WriteRawScores();
            WriteStages(code, plan);
            code.Line("Transpose.FromGroups(ref scores, KeyTile * RowGroup, rows, keys, ref Floats.At(ref destination, tile), operands.KeyLength);");
        }
    }

    private static void WriteStages(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Spec.Kind != DeclarationKind.Attention)
        {
            return;
        }

        using (code.Block("if (operands.Stage != ScoreStage.Raw)"))
        {
            code.Line("ScoreStages.Scale(ref scores, keys, rows, Scale);");
        }

        WriteStage(code, plan, ScoreStage.Scaled);
        WriteStage(code, plan, ScoreStage.Capped);
        const string Position = "operands.FirstPosition + firstRow - tile";
        const string Edge = "(int)Math.Min((long)operands.FirstPosition + firstRow + RightWindow, operands.KeyCount) - tile";
        if (new ScorePipeline(plan.Spec).HasMaskStage)
        {
            WriteMasked(code, () => code.Call(AdjustTile.CreateMask(plan), [.. ScorePipeline.ArgumentsOfRows(plan.Spec), ("position", Position), ("edge", Edge)]));
        }
        else if (RowEdge.OfLoops(plan.Spec) is not null)
        {
            WriteMasked(code, () => code.Line($"ScoreStages.HideLaterKeys(ref scores, keys, rows, {(plan.Spec.RightBound > 0 ? Edge : Position)});"));
        }
    }

    private static void WriteStage(KernelWriter code, AttentionPlan plan, ScoreStage stage)
    {
        if (new ScorePipeline(plan.Spec).StepsOf(stage).Count == 0)
        {
            return;
        }

        using (code.Block($"if (operands.Stage >= ScoreStage.{stage})"))
        {
            code.Call(AdjustTile.CreateStage(plan, stage), ScorePipeline.ArgumentsOfRows(plan.Spec));
        }
    }

    private static void WriteMasked(KernelWriter code, Action writeStep)
    {
        using (code.Block("if (operands.Stage == ScoreStage.Masked)"))
        {
            writeStep();
        }
    }
}
