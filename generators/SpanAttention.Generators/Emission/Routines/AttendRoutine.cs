using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits Attend: contexts of all heads, block by block, with online softmax over tiles of keys.</summary>
internal static class AttendRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        BlockSteps.WriteDriver(code, plan, "Attend", "AttendBlock", "context = normalize(query · keyᵀ) · value for every head and block of query rows.");
        code.Line();
        code.Line("/// <summary>One head's contexts for up to QueryBlock query rows.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void AttendBlock({BlockSteps.Parameters})"))
        {
            WriteBody(code, plan);
        }
    }

    private static void WriteBody(CodeWriter code, AttentionPlan plan)
    {
        string[] statistics = plan.Spec.SumNormalization ? ["sum", "rescale"] : ["maximum", "sum", "rescale"];
        BlockSteps.WriteRegions(code, ["queries", "scores", "context", .. statistics]);
        BlockSteps.WriteExtent(code, plan);
        code.Line($"ref float value = ref Unsafe.Add(ref operands.Value, {Address.Value(plan.Spec)});");
        code.Line($"ref float destination = ref Unsafe.Add(ref operands.Destination, {Address.Destination(plan.Spec)});");
        BlockSteps.WriteQueries(code, plan);
        if (plan.ChunksValues)
        {
            code.Line("// A head too wide for scratch is attended chunk by chunk of its values; scores come out the same each time.");
            using (code.Block("for (int valueStart = 0; valueStart < ValueDim; valueStart += ValueChunk)"))
            {
                code.Line("int valueDims = Math.Min(ValueChunk, ValueDim - valueStart);");
                WriteTiles(code, plan);
                WriteContexts(code, "valueDims", "ref Unsafe.Add(ref destination, valueStart)");
            }
        }
        else
        {
            WriteTiles(code, plan);
            WriteContexts(code, "ValueDim", "ref destination");
        }

        WriteLogSumExp(code, plan);
    }

    private static void WriteTiles(CodeWriter code, AttentionPlan plan)
    {
        BlockSteps.WriteStart(code, plan);
        code.Line("""
            MemoryMarshal.CreateSpan(ref context, ContextLength).Clear();

            """);
        using (code.Block("for (int tile = 0; tile < visible; tile += KeyTile)"))
        {
            BlockSteps.WriteScores(code, plan);
            BlockSteps.WriteNormalization(code, plan);
            code.Line();
            WriteContextTile(code, plan);
        }

        code.Line();
    }

    private static void WriteContextTile(CodeWriter code, AttentionPlan plan)
    {
        string start = plan.ChunksValues ? "((nint)tile * ValueTokenStride) + valueStart" : "(nint)tile * ValueTokenStride";
        string dims = plan.ChunksValues ? "valueDims, " : "";
        string arguments = $"(ref scores, ref Unsafe.Add(ref value, {start}), {dims}keys, rows, ref rescale, ref context);";
        if (!plan.Spec.Causal)
        {
            code.Line("ContextTile" + arguments);
            return;
        }

        using (code.Block("if (edge)"))
        {
            code.Line("HideLaterKeys(ref scores, keys, rows, position - tile, -1);");
            code.Line("EdgeContextTile" + arguments);
        }

        using (code.Block("else"))
        {
            code.Line("ContextTile" + arguments);
        }
    }

    private static void WriteContexts(CodeWriter code, string dims, string destination) =>
        code.Line($"""
            // context_i / sum_i, lanes turned back into rows
            Reciprocal(ref sum, rows, ref rescale);
            NormalizeContext(ref context, {dims}, rows, ref rescale);
            Transpose.Copy(ref context, QueryBlock, {dims}, rows, {destination}, ContextTokenStride);
            """);

    private static void WriteLogSumExp(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Spec.Kind != Model.AttentionKind.Attention)
        {
            return;
        }

        code.Line();
        using (code.Block("if (!Unsafe.IsNullRef(ref operands.LogSumExp))"))
        {
            code.Line("LogSumExp.Store(ref maximum, ref sum, rows, ScaleLog2E, ref Unsafe.Add(ref operands.LogSumExp, ((nint)head * operands.QueryLength) + firstRow));");
        }
    }
}
