using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits Score: scores as the caller asks to see them, [heads, query tokens, key tokens].</summary>
internal static class ScoreRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        BlockSteps.WriteDriver(code, plan, "Score", "ScoreBlock", "scores = query · keyᵀ for every head and block of query rows.");
        code.Line();
        code.Line("/// <summary>One head's scores for up to QueryBlock query rows.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void ScoreBlock({BlockSteps.Parameters(plan)})"))
        {
            WriteBody(code, plan);
        }
    }

    private static void WriteBody(CodeWriter code, AttentionPlan plan)
    {
        ScratchRegions.WriteLocals(code, plan.BlockScratch, plan.BlockScratch.Without(["context", "dropped", "sum", "rescale", "previous", .. plan.StoresSums ? ["maximum"] : Array.Empty<string>()]));
        code.Line("int rows = Math.Min(QueryBlock, operands.QueryLength - firstRow);");
        code.Line($"ref float query = ref Unsafe.Add(ref operands.Query, {Address.Query(plan.Spec)});");
        code.Line($"ref float key = ref Unsafe.Add(ref operands.Key, {Address.Key(plan.Spec)});");
        code.Line("ref float destination = ref Unsafe.Add(ref operands.Destination, (((nint)head * operands.QueryLength) + firstRow) * operands.KeyLength);");
        PairSteps.WriteBlockStarts(code, plan.Spec, withDropout: false);
        BlockSteps.WriteQueries(code, plan);
        using (code.Block("for (int tile = 0; tile < operands.KeyLength; tile += KeyTile)"))
        {
            code.Line("int keys = Math.Min(KeyTile, operands.KeyLength - tile);");
            PairSteps.WriteTiles(code, plan.Spec, singleTile: false, withDropout: false);
            BlockSteps.WriteRawScores(code, plan);
            WriteStages(code, plan);
            code.Line("Transpose.FromGroups(ref scores, KeyTile * RowGroup, rows, keys, ref Unsafe.Add(ref destination, tile), operands.KeyLength);");
        }
    }

    private static void WriteStages(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Spec.Kind != AttentionKind.Attention)
        {
            return;
        }

        using (code.Block("if (operands.Stage != ScoreStage.Raw)"))
        {
            code.Line(ScaleTile.Create().Call());
        }

        if (new ScorePipeline(plan.Spec).StepsOf(ScoreStage.Capped).Count > 0)
        {
            using (code.Block("if (operands.Stage >= ScoreStage.Capped)"))
            {
                code.Line(AdjustTile.CreateCap(plan).Call());
            }
        }

        if (MaskCall(plan) is { } call)
        {
            using (code.Block("if (operands.Stage == ScoreStage.Masked)"))
            {
                code.Line(call);
            }
        }
    }

    private static string? MaskCall(AttentionPlan plan)
    {
        (string, string)[] arguments =
        [
            .. ScorePipeline.ArgumentsOfRows(plan.Spec),
            ("position", "operands.FirstPosition + firstRow - tile"),
            ("edge", "(int)Math.Min((long)operands.FirstPosition + firstRow + RightWindow, operands.KeyCount) - tile"),
        ];
        return new ScorePipeline(plan.Spec).HasMaskStage ? AdjustTile.CreateMask(plan).Call(arguments)
            : plan.Spec is { HasEdge: true, Adjusts: false } ? HideTile.Create(plan).Call(arguments)
            : null;
    }
}
