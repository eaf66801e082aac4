using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits AttendShared: contexts of the few query rows that share a key/value head, for which keys and values are read once.</summary>
internal static class SharedRoutine
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Contexts of the query rows that share one key/value head: query tokens × heads of its group.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block("private static void AttendShared(ref Operands operands, int keyValueHead, ref float scratch)"))
        {
            WriteBody(code, plan);
        }
    }

    private static void WriteBody(CodeWriter code, AttentionPlan plan)
    {
        ScratchRegions.WriteLocals(code, plan.Decode!.Scratch, plan.Decode.Scratch.Regions);
        code.Line("int rows = operands.QueryLength * GroupSize;");
        BlockSteps.WritePosition(code, plan.Spec, "operands.FirstPosition; // of the first query among the keys", "operands.QueryLength", "query");
        BlockSteps.WriteFirstTile(code, plan.Spec, "query");
        code.Line($"ref {Elements.Type(plan.Spec)} key = ref Unsafe.Add(ref operands.Key, {Address.Key(plan.Spec, "keyValueHead")});");
        code.Line($"ref {Elements.Type(plan.Spec)} value = ref Unsafe.Add(ref operands.Value, {Address.Value(plan.Spec, "keyValueHead")});");
        PairSteps.WriteSharedStarts(code, plan.Spec);
        WriteQueries(code, plan);
        WriteStart(code, plan);
        BlockSteps.WriteTiles(code, plan.Spec, singleTile: false, () => WriteTile(code, plan), BlockSteps.FirstTile(plan));
        code.Line();
        WriteContexts(code, plan);
    }

    private static void WriteStart(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Spec.Has<Sinks>())
        {
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line("""
                    float sink = Unsafe.Add(ref operands.Sinks, (keyValueHead * GroupSize) + (row % GroupSize));
                    Unsafe.Add(ref maximum, row) = Sink.Maximum(sink, ScoreLimit);
                    Unsafe.Add(ref sum, row) = Sink.Sum(sink);
                    """);
            }

            code.Line();
        }
        else
        {
            code.Line("""
                MemoryMarshal.CreateSpan(ref maximum, rows).Fill(-ScoreLimit);
                MemoryMarshal.CreateSpan(ref sum, rows).Clear();
                """);
        }

        code.Line("""
            MemoryMarshal.CreateSpan(ref context, rows * ValueDim).Clear();

            """);
    }

    private static void WriteQueries(CodeWriter code, AttentionPlan plan)
    {
        code.Line("""

            // queries[i × GroupSize + h] = query_i of the group's head h
            """);
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"""
                int head = (keyValueHead * GroupSize) + (row % GroupSize);
                int queryRow = row / GroupSize;
                ref float query = ref Unsafe.Add(ref operands.Query, {Address.Query(plan.Spec, "queryRow")});
                MemoryMarshal.CreateReadOnlySpan(ref query, HeadDim).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref queries, row * HeadDim), HeadDim));
                """);
        }

        code.Line();
    }

    private static void WriteTile(CodeWriter code, AttentionPlan plan)
    {
        PairSteps.WriteSharedTile(code, plan.Spec);
        if (plan.Widens)
        {
            WriteNextKey(code, plan.Spec);
        }

        string key = BlockSteps.TileStart(plan.Spec, "key", "KeyTokenStride", "", singleTile: false);
        string value = BlockSteps.TileStart(plan.Spec, "value", "ValueTokenStride", "", singleTile: false);
        Elements.WriteStep(
            code, plan.Spec, key, Elements.KeyCount,
            SharedScores.Create(plan).Call((plan.HasKeyGroups ? "keyLanes" : "key", key), ("value", value)),
            () => code.Line($"KeyValueRows.Score(ref queries, {key}, keys, rows, HeadDim, ref scores, KeyTile);"));
        code.Line(SharedSoftmax.Create(plan).Call([.. ScorePipeline.ArgumentsOfKeys(plan.Spec), .. BlockSteps.Positions(singleTile: false)]));
        if (plan.Spec.Has<Dropout>())
        {
            code.Line(SharedSoftmax.AddSums);
            code.Line();
            PairSteps.WriteSharedDropout(code, plan.Spec);
        }

        Elements.WriteStep(
            code, plan.Spec, value, "keys * ValueDim",
            SharedContext.Create(plan).Call([("weights", "ref scores"), ("value", value), .. BlockSteps.Positions(singleTile: false)]),
            () => WriteVisibleContexts(code, plan, value));
    }

    private static void WriteNextKey(CodeWriter code, AttentionSpec spec)
    {
        string next = spec.HasRing ? "(tile + KeyTile) % operands.KeyCapacity" : "(tile + KeyTile)";
        code.Line($"""
            // A tile's values are asked for while its keys are read, the keys of the tile after it, or of the next head, while its values are.
            ref {Elements.Type(spec)} nextKey = ref (tile + KeyTile < visible
                ? ref Unsafe.Add(ref key, (nint){next} * KeyTokenStride)
                : ref Unsafe.Add(ref operands.Key, {Address.Key(spec, "((keyValueHead + 1) % KeyValueHeads)")}));
            """);
    }

    private static void WriteVisibleContexts(CodeWriter code, AttentionPlan plan, string value)
    {
        if (SharedContext.AddsWeights(plan.Spec))
        {
            code.Line(SharedSoftmax.AddSums);
        }

        string seen = plan.Spec is { HasEdge: true, Adjusts: false } ? $"Math.Clamp({RowPositions.Edge(plan.Spec)} - tile + (row / GroupSize) + 1, 0, keys)" : "keys";
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"Rows.AddVisible(ref Unsafe.Add(ref scores, row * KeyTile), {value}, ValueTokenStride, {seen}, ValueDim, Unsafe.Add(ref rescale, row), ref Unsafe.Add(ref context, row * ValueDim));");
        }
    }

    private static void WriteContexts(CodeWriter code, AttentionPlan plan)
    {
        code.Line("// context_i / sum_i");
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"""
                int head = (keyValueHead * GroupSize) + (row % GroupSize);
                int queryRow = row / GroupSize;
                ref float destination = ref Unsafe.Add(ref operands.Destination, {Address.Destination(plan.Spec, "queryRow")});
                Rows.Normalize(ref Unsafe.Add(ref context, row * ValueDim), ValueDim, Unsafe.Add(ref sum, row), {(plan.Spec.Has<Dropout>() ? "KeepScale, " : "")}ref destination);
                """);
            if (plan.Spec.Kind == AttentionKind.Attention)
            {
                using (code.Block("if (!Unsafe.IsNullRef(ref operands.LogSumExp))"))
                {
                    string store = plan.Spec.HasNaturalUnits ? "StoreNatural(ref Unsafe.Add(ref maximum, row), ref Unsafe.Add(ref sum, row), 1, " : "Store(ref Unsafe.Add(ref maximum, row), ref Unsafe.Add(ref sum, row), 1, ScaleLog2E, ";
                    code.Line($"LogSumExp.{store}ref Unsafe.Add(ref operands.LogSumExp, ((nint)head * operands.QueryLength) + queryRow));");
                }
            }
        }
    }
}
