using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits Attend: contexts of all heads, block by block, with online softmax over tiles of keys.</summary>
internal static class AttendRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        WriteDrivers(code, plan);
        if (plan.AttendsShared)
        {
            code.Line();
            SharedRoutine.Write(code, plan);
        }

        if (plan.AttendsBlocks)
        {
            code.Line();
            code.Line("/// <summary>One head's contexts for up to QueryBlock query rows.</summary>");
            code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (code.Block($"private static void AttendBlock({BlockSteps.Parameters(plan)})"))
            {
                WriteBody(code, plan);
            }
        }
    }

    private static void WriteDrivers(CodeWriter code, AttentionPlan plan)
    {
        const string Equation = "context = normalize(query · keyᵀ) · value for every head";
        if (!plan.StaysInLanes)
        {
            BlockSteps.WriteDriver(code, plan, "Attend", Equation + ".", () => WriteCalls(code, plan));
            return;
        }

        if (plan.AttendsBlocks)
        {
            BlockSteps.WriteDriver(code, plan, "AttendLanes", Equation + "; tokens are vector lanes.", () => BlockSteps.WriteBlocks(code, plan, "AttendBlock"));
        }

        if (plan.AttendsBlocks && plan.AttendsShared)
        {
            code.Line();
        }

        if (plan.AttendsShared)
        {
            BlockSteps.WriteDriver(code, plan, "AttendRows", Equation + "; tokens are few, and rows.", () => WriteShared(code));
        }
    }

    private static void WriteCalls(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Spec.Kind == AttentionKind.Attention)
        {
            ParallelRoutine.WriteAllBlocks(code);
            return;
        }

        BlockSteps.WriteBlocks(code, plan, "AttendBlock");
    }

    private static void WriteShared(CodeWriter code)
    {
        using (code.Block("for (int keyValueHead = 0; keyValueHead < KeyValueHeads; keyValueHead++)"))
        {
            code.Line("AttendShared(ref operands, keyValueHead, ref scratch);");
        }
    }

    private static void WriteBody(CodeWriter code, AttentionPlan plan)
    {
        ScratchRegions.WriteLocals(code, plan.BlockScratch, plan.BlockScratch.Regions);
        BlockSteps.WriteExtent(code, plan);
        code.Line($"ref {Elements.Type(plan.Spec)} value = ref Unsafe.Add(ref operands.Value, {Address.Value(plan.Spec)});");
        code.Line(plan.StaysInLanes
            ? "ref float context = ref Unsafe.Add(ref operands.Destination, head * ValueDim * RowGroup);"
            : $"ref float destination = ref Unsafe.Add(ref operands.Destination, {Address.Destination(plan.Spec)});");
        PairSteps.WriteBlockStarts(code, plan.Spec, withDropout: true);
        if (!plan.SingleTile)
        {
            BlockSteps.WriteFirstTile(code, plan.Spec, "row");
        }

        BlockSteps.WriteQueries(code, plan);
        if (plan.ChunksValues)
        {
            code.Line("// A head too wide for scratch is attended chunk by chunk of its values; scores come out the same each time.");
            using (code.Block("for (int valueStart = 0; valueStart < ValueDim; valueStart += ValueChunk)"))
            {
                code.Line("int valueDims = Math.Min(ValueChunk, ValueDim - valueStart);");
                WriteTiles(code, plan);
                WriteContexts(code, plan, "valueDims", "ref Unsafe.Add(ref destination, valueStart)");
            }
        }
        else
        {
            WriteTiles(code, plan);
            WriteContexts(code, plan, "ValueDim", "ref destination");
        }

        WriteLogSumExp(code, plan);
    }

    private static void WriteTiles(CodeWriter code, AttentionPlan plan)
    {
        BlockSteps.WriteStart(code, plan);
        WriteEmptyContext(code, plan);

        code.Line();
        BlockSteps.WriteTiles(
            code,
            plan.Spec,
            plan.SingleTile,
            () =>
            {
                PairSteps.WriteTiles(code, plan.Spec, plan.SingleTile, withDropout: true);
                BlockSteps.WriteScores(code, plan, plan.SingleTile);
                BlockSteps.WriteNormalization(code, plan, plan.SingleTile);
                if (plan.Spec.Has<Dropout>())
                {
                    code.Line(DropTile.Create().Call());
                }

                code.Line();
                WriteContextTile(code, plan);
            },
            BlockSteps.FirstTile(plan));
        code.Line();
    }

    /// <summary>Contexts before any key; a single tile of keys is simply stored.</summary>
    private static void WriteEmptyContext(CodeWriter code, AttentionPlan plan)
    {
        if (plan.SingleTile)
        {
            return;
        }

        if (!plan.StaysInLanes)
        {
            code.Line("MemoryMarshal.CreateSpan(ref context, ContextLength).Clear();");
            return;
        }

        using (code.Block("for (int row = 0; row < rows; row += RowGroup)"))
        {
            code.Line("MemoryMarshal.CreateSpan(ref Unsafe.Add(ref context, row * ContextWidth), ValueDim * RowGroup).Clear();");
        }
    }

    private static void WriteContextTile(CodeWriter code, AttentionPlan plan)
    {
        Elements.WriteValues(code, plan, plan.SingleTile);
        string value = plan.Widens ? $"ref {Elements.WidenedValues}" : BlockSteps.TileStart(plan.Spec, "value", "ValueTokenStride", plan.ChunksValues ? "valueStart" : "", plan.SingleTile);
        (string, string)[] arguments = [("weights", "ref scores"), ("value", value), ("dims", "valueDims"), .. BlockSteps.Positions(plan.SingleTile)];
        BlockSteps.WriteChoice(code, plan.HasGroups, ContextTile.CreateGroups(plan).Call(arguments), ContextTile.Create(plan).Call(arguments));
    }

    private static void WriteContexts(CodeWriter code, AttentionPlan plan, string dims, string destination)
    {
        code.Line(plan.StaysInLanes ? "// context_i / sum_i" : "// context_i / sum_i, lanes turned back into rows");
        BlockSteps.WriteReciprocal(code, plan);
        if (plan.Spec.Has<Dropout>())
        {
            code.Line("Rows.Scale(ref rescale, QueryBlock, KeepScale);");
        }

        code.Line(plan.StaysInLanes
            ? "Transpose.NormalizeGroups(ref context, ContextWidth * RowGroup, rows, ValueDim, ref rescale);"
            : $"Transpose.FromGroups(ref context, {Groups.ContextSteps(plan)} * RowGroup, rows, {dims}, ref rescale, {destination}, ContextTokenStride);");
    }

    private static void WriteLogSumExp(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Spec.Kind != AttentionKind.Attention)
        {
            return;
        }

        code.Line();
        using (code.Block("if (!Unsafe.IsNullRef(ref operands.LogSumExp))"))
        {
            string store = plan.Spec.HasNaturalUnits ? "StoreNatural(ref maximum, ref sum, rows, " : "Store(ref maximum, ref sum, rows, ScaleLog2E, ";
            code.Line($"LogSumExp.{store}ref Unsafe.Add(ref operands.LogSumExp, ((nint)head * operands.QueryLength) + firstRow));");
        }
    }
}
