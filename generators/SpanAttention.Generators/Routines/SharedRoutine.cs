using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Steps;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits AttendShared: contexts of the few query rows that share a key/value head, for which keys and values are read once.</summary>
internal static class SharedRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>Contexts of the query rows that share one key/value head: query tokens × heads of its group.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block("private static void AttendShared(ref Operands operands, int keyValueHead, ref float scratch)"))
        {
            WriteBody(code, plan);
        }
    }

    private static void WriteBody(KernelWriter code, AttentionPlan plan)
    {
        ScratchRegions.WriteLocals(code, plan.Decode!.Scratch, plan.Decode.Scratch.Regions);
        code.Line("int rows = operands.QueryLength * GroupSize;");
        TileByTile tiles = new(plan.Spec);
        Block.WritePosition(code, plan.Spec, "operands.FirstPosition; // of the first query among the keys", ("operands.QueryLength", "query"));
        tiles.WriteFirst(code, "query");
        code.Line($"ref {plan.Spec.Stored.Type} key = ref {plan.Spec.Stored.At}(ref operands.Key, {Address.Key(plan.Spec, "keyValueHead")});");
        code.Line($"ref {plan.Spec.Stored.Type} value = ref {plan.Spec.Stored.At}(ref operands.Value, {Address.Value(plan.Spec, "keyValueHead")});");
        PairSteps.WriteSharedStarts(code, plan.Spec);
        WriteQueries(code, plan);
        WriteStart(code, plan);
        tiles.Write(code, () => WriteTile(code, plan, tiles));
        code.Line();
        WriteContexts(code, plan);
    }

    private static void WriteStart(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Spec.CarriesState)
        {
            CarriedRows.WriteSharedStart(code, plan);
            return;
        }

        if (plan.Spec.Has<Sinks>())
        {
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line("""
                    float sink = Floats.At(ref operands.Sinks, (keyValueHead * GroupSize) + (row % GroupSize));
                    Floats.At(ref maximum, row) = Sink.Maximum(sink, ScoreLimit);
                    Floats.At(ref sum, row) = Sink.Sum(sink);
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

    private static void WriteQueries(KernelWriter code, AttentionPlan plan)
    {
        code.Line("""

            // queries[i × GroupSize + h] = query_i of the group's head h
            """);
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"""
                int head = (keyValueHead * GroupSize) + (row % GroupSize);
                int queryRow = row / GroupSize;
                ref float query = ref Floats.At(ref operands.Query, {Address.Query(plan.Spec, "queryRow")});
                MemoryMarshal.CreateReadOnlySpan(ref query, HeadDim).CopyTo(MemoryMarshal.CreateSpan(ref Floats.At(ref queries, row * HeadDim), HeadDim));
                """);
        }

        code.Line();
    }

    private static void WriteTile(KernelWriter code, AttentionPlan plan, KeyTiles tiles)
    {
        PairSteps.WriteSharedTile(code, plan.Spec);
        if (plan.Decode!.AsksForKeys)
        {
            WriteNextKey(code, plan.Spec);
        }

        string key = tiles.Start(TokenTensor.Key);
        string value = tiles.Start(TokenTensor.Value);
        WriteStep(
            code, plan.Spec.Stored, $"{key}, {Block.KeyCount}",
            () => code.Call(SharedScores.Create(plan), (SharedScores.KeyOf(plan), key), ("value", value)),
            () => code.Line($"KeyValueRows.Score(ref queries, {key}, keys, rows, HeadDim, ref scores, KeyTile);"));
        SharedSoftmax.WriteCall(code, plan, tiles);
        if (plan.Spec.Has<Dropout>())
        {
            code.Line(SharedSoftmax.AddSums);
            code.Line();
            PairSteps.WriteSharedDropout(code, plan.Spec);
        }

        WriteStep(
            code, plan.Spec.Stored, $"{value}, keys * ValueDim",
            () => code.Call(SharedContext.Create(plan), [("weights", "ref scores"), ("value", value), .. tiles.Positions]),
            () => WriteVisibleContexts(code, plan, tiles));
    }

    /// <summary>A step that loads stored numbers, and what takes its place where these are not all finite and have to be asked one by one.</summary>
    private static void WriteStep(KernelWriter code, StoredNumber stored, string numbers, Action writeStep, Action writeExactly)
    {
        if (!stored.MustBeFinite)
        {
            writeStep();
            return;
        }

        using (code.Block($"if ({stored.Type}.AreFinite({numbers}))"))
        {
            writeStep();
        }

        using (code.Block("else"))
        {
            writeExactly();
        }
    }

    private static void WriteNextKey(KernelWriter code, AttentionSpec spec)
    {
        string first = spec.LeftWindow is null ? "" : $" + ((nint)({Address.Kept(spec, "firstTile")}) * KeyTokenStride)";
        code.Line($"""
            // A tile's values are asked for while its keys are read, the keys of the tile after it, or of the next head, while its values are.
            ref {spec.Stored.Type} nextKey = ref (tile + KeyTile < visible
                ? ref {spec.Stored.At}(ref key, (nint)({Address.Kept(spec, "(tile + KeyTile)")}) * KeyTokenStride)
                : ref {spec.Stored.At}(ref operands.Key, {Address.Key(spec, "((keyValueHead + 1) % KeyValueHeads)")}{first}));
            """);
    }

    private static void WriteVisibleContexts(KernelWriter code, AttentionPlan plan, KeyTiles tiles)
    {
        if (SharedContext.AddsWeights(plan.Spec))
        {
            code.Line(SharedSoftmax.AddSums);
        }

        string seen = RowEdge.OfLoops(plan.Spec) is { } edge ? $"Math.Clamp({tiles.Edge(edge)} + (row / GroupSize) + 1, 0, keys)" : "keys";
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"Rows.AddVisible(ref Floats.At(ref scores, row * KeyTile), {tiles.Start(TokenTensor.Value)}, ValueTokenStride, {seen}, ValueDim, Floats.At(ref rescale, row), ref Floats.At(ref context, row * ValueDim));");
        }
    }

    private static void WriteContexts(KernelWriter code, AttentionPlan plan)
    {
        if (plan.Spec.CarriesState)
        {
            CarriedRows.WriteSharedEnd(code, plan);
            return;
        }

        code.Line("// context_i / sum_i");
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line($"""
                int head = (keyValueHead * GroupSize) + (row % GroupSize);
                int queryRow = row / GroupSize;
                ref float destination = ref Floats.At(ref operands.Destination, {Address.Destination(plan.Spec, "queryRow")});
                Rows.Normalize(ref Floats.At(ref context, row * ValueDim), ValueDim, Floats.At(ref sum, row), {(plan.Spec.Has<Dropout>() ? "KeepScale, " : "")}ref destination);
                """);
            if (plan.Spec.Kind == DeclarationKind.Attention)
            {
                LogSumExpStep.Write(code, plan.Spec, "ref Floats.At(ref maximum, row), ref Floats.At(ref sum, row), 1", "queryRow");
            }
        }
    }
}
