using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits Attend: contexts of all heads, block by block, with online softmax over tiles of keys.</summary>
internal static class AttendRoutine
{
    private const string Equation = "context = normalize(query · keyᵀ) · value for every head";

    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        WriteDrivers(code, plan);
        code.Line();
        new FewOrMany(plan).WriteMethods(
            code,
            () => SharedRoutine.Write(code, plan),
            () => Block.WriteRoutine(code, plan, ("AttendBlock", "One head's contexts for up to QueryBlock query rows."), () => WriteBody(code, plan)));
    }

    private static void WriteDrivers(KernelWriter code, AttentionPlan plan)
    {
        switch (plan.Spec.Kind)
        {
            case DeclarationKind.Attention when !plan.IsPart:
                Driver.Write(code, plan, ("Attend", Equation + "."), () => ParallelRoutine.WriteAllBlocks(code));
                break;
            case DeclarationKind.Attention or DeclarationKind.SelfAttention:
                Driver.Write(code, plan, ("Attend", Equation + "."), () => new CallerRows(plan).WriteBlocks(code, "AttendBlock"));
                break;
            default:
                WriteLayerDrivers(code, plan);
                break;
        }
    }

    private static void WriteLayerDrivers(KernelWriter code, AttentionPlan plan) => new FewOrMany(plan).WriteMethods(
        code,
        () => Driver.Write(code, plan, ("AttendRows", Equation + "; tokens are few, and rows."), () => WriteShared(code)),
        () => Driver.Write(code, plan, ("AttendLanes", Equation + "; tokens are vector lanes."), () => new CallerRows(plan).WriteBlocks(code, "AttendBlock")));

    private static void WriteShared(KernelWriter code)
    {
        using (code.Block("for (int keyValueHead = 0; keyValueHead < KeyValueHeads; keyValueHead++)"))
        {
            code.Line("AttendShared(ref operands, keyValueHead, ref scratch);");
        }
    }

    private static void WriteBody(KernelWriter code, AttentionPlan plan)
    {
        Block block = new(code, plan, KeyTiles.Of(plan));
        ScratchRegions.WriteLocals(code, plan.BlockScratch, plan.BlockScratch.Regions);
        block.WriteExtent();
        code.Line($"ref {plan.Spec.Stored.Type} value = ref {plan.Spec.Stored.At}(ref operands.Value, {Address.Value(plan.Spec)});");
        code.Line(block.Rows.Contexts);
        PairSteps.WriteBlockStarts(code, plan.Spec, withDropout: true);
        block.Tiles.WriteFirst(code, "row");
        block.Rows.WriteQueries(code);
        FirstTouches.Write(code, plan);
        if (plan.ContextsInRows)
        {
            WriteRowContexts(code, plan, block);
        }
        else if (plan.ValueChunks is not null)
        {
            WriteChunks(code, plan, block);
        }
        else
        {
            WriteContexts(code, plan, block, "ValueDim", "");
        }

        if (plan.Spec.CarriesState)
        {
            CarriedRows.WriteEnd(code);
        }
        else if (plan.Spec.Kind == DeclarationKind.Attention)
        {
            WriteLogSumExp(code, plan);
        }
    }

    private static void WriteChunks(KernelWriter code, AttentionPlan plan, Block block)
    {
        code.Line("// A head too wide for scratch is attended chunk by chunk of its values; scores come out the same each time.");
        using (code.Block("for (int valueStart = 0; valueStart < ValueDim; valueStart += ValueChunk)"))
        {
            code.Line("int valueDims = Math.Min(ValueChunk, ValueDim - valueStart);");
            WriteContexts(code, plan, block, "valueDims", "valueStart");
        }
    }

    private static void WriteContexts(KernelWriter code, AttentionPlan plan, Block block, string dims, string chunkStart)
    {
        string rows = chunkStart.Length == 0 ? "ref destination" : $"ref Floats.At(ref destination, {chunkStart})";
        block.WriteStart();
        if (plan.Spec.CarriesState)
        {
            CarriedRows.WriteContexts(code, plan, dims, rows);
        }
        else if (block.Tiles.Rescale is not null)
        {
            block.Rows.WriteEmptyContext(code); // a single tile of keys is simply stored
        }

        code.Line();
        block.Tiles.Write(code, () =>
        {
            WriteWeights(code, plan, block);
            block.WriteContexts(chunkStart);
        });
        code.Line();
        if (plan.Spec.CarriesState)
        {
            block.Rows.WriteContexts(code, dims, rows, factor: "");
            return;
        }

        code.Line("// context_i / sum_i, lanes transposed back into rows");
        block.WriteFactors("rescale");
        block.Rows.WriteContexts(code, dims, rows, "ref rescale, ");
    }

    private static void WriteRowContexts(KernelWriter code, AttentionPlan plan, Block block)
    {
        block.WriteStart();
        code.Line();
        block.Tiles.Write(
            code,
            () =>
            {
                WriteWeights(code, plan, block);
                block.WriteRowContexts();
            },
            even: !plan.Spec.CarriesState); // contexts of rows that see no key are written, too
    }

    private static void WriteWeights(KernelWriter code, AttentionPlan plan, Block block)
    {
        PairSteps.WriteTiles(code, plan.Spec, block.Tiles, withDropout: true);
        block.WriteScores();
        block.WriteNormalization();
        if (plan.Spec.Has<Options.Dropout>())
        {
            code.Line("RowSoftmax.Drop(ref dropped, keys, rows, ref scores);");
        }

        code.Line();
    }

    private static void WriteLogSumExp(KernelWriter code, AttentionPlan plan)
    {
        code.Line();
        LogSumExpStep.Write(code, plan.Spec, "ref maximum, ref sum, rows", "firstRow");
    }
}
