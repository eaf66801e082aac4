using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The paragraphs that all routines over a block of query rows share.</summary>
internal static class BlockSteps
{
    /// <summary>Parameters of a routine over one block; a layer's operands are one block's.</summary>
    public static string Parameters(AttentionPlan plan) => $"ref Operands operands, int head, {(plan.StaysInLanes ? "" : "int firstRow, ")}ref float scratch";

    /// <summary>Writes how many rows and keys the block has, and where its operands start.</summary>
    public static void WriteExtent(CodeWriter code, AttentionPlan plan)
    {
        string firstRow = plan.StaysInLanes ? "" : " + firstRow";
        code.Line(plan.StaysInLanes ? "int rows = operands.QueryLength;" : "int rows = Math.Min(QueryBlock, operands.QueryLength - firstRow);");
        WritePosition(code, plan.Spec, $"operands.FirstPosition{firstRow}; // of the first row among the keys", "rows", "row");
        WriteOperands(code, plan);
    }

    /// <summary>Writes the position of the first of several rows among the keys, where that matters, and how many keys some row may see.</summary>
    public static void WritePosition(CodeWriter code, AttentionSpec spec, string position, string rows, string row)
    {
        if (spec.HasPositions)
        {
            code.Line($"int position = {position}");
        }

        if (spec.RightBound > 0)
        {
            code.Line($"int edge = (int)Math.Min((long)position + RightWindow, operands.KeyCount); // the last key that the first {row} sees");
        }

        code.Line(spec.HasEdge ? $"int visible = Math.Clamp({RowPositions.Edge(spec)} + {rows}, 0, operands.KeyCount);" : "int visible = operands.KeyCount;");
    }

    /// <summary>The first tile of keys, where some before it are seen by none.</summary>
    public static void WriteFirstTile(CodeWriter code, AttentionSpec spec, string row)
    {
        if (spec.LeftWindow is not null)
        {
            code.Line($"int firstTile = (int)Math.Clamp((long)position - LeftWindow, 0, visible) & -KeyTile; // with keys that the first {row} sees");
        }
    }

    public static string FirstTile(AttentionPlan plan) => plan.Spec.LeftWindow is null ? "0" : "firstTile";

    /// <summary>Writes where the block's queries and its head's keys start.</summary>
    public static void WriteOperands(CodeWriter code, AttentionPlan plan)
    {
        code.Line(plan.StaysInLanes
            ? "ref float queries = ref Unsafe.Add(ref operands.Query, head * HeadDim * RowGroup);"
            : $"ref float query = ref Unsafe.Add(ref operands.Query, {Address.Query(plan.Spec)});");
        code.Line($"ref {Elements.Type(plan.Spec)} key = ref Unsafe.Add(ref operands.Key, {Address.Key(plan.Spec)});");
    }

    /// <summary>Turns the block's queries into lanes, unless they are there or are turned chunk by chunk.</summary>
    public static void WriteQueries(CodeWriter code, AttentionPlan plan)
    {
        if (!plan.ChunksQueries && !plan.StaysInLanes)
        {
            code.Line("""

                // queries[x, i] = query_i[x]: every row a vector lane, 16 rows side by side
                Transpose.ToGroups(ref query, QueryTokenStride, rows, HeadDim, ref queries, HeadDim * RowGroup);
                """);
        }

        code.Line();
    }

    /// <summary>The row statistics before any key.</summary>
    public static void WriteStart(CodeWriter code, AttentionPlan plan)
    {
        string largest = plan.Spec.Has<Sinks>() ? "Sink.Maximum(sink, ScoreLimit)" : "-ScoreLimit";
        if (plan.Spec.Has<Sinks>())
        {
            code.Line("float sink = Unsafe.Add(ref operands.Sinks, head);");
        }

        if (!plan.Spec.SumNormalization)
        {
            code.Line($"MemoryMarshal.CreateSpan(ref maximum, QueryBlock).Fill({largest});");
        }

        if (plan.TracksPrevious)
        {
            code.Line($"MemoryMarshal.CreateSpan(ref previous, QueryBlock).Fill({largest});");
        }

        if (plan.ReciprocatesAtTheEnd)
        {
            code.Line($"MemoryMarshal.CreateSpan(ref sum, QueryBlock).{(plan.Spec.Has<Sinks>() ? "Fill(Sink.Sum(sink))" : "Clear()")};");
        }
    }

    /// <summary>Writes the steps on each tile of visible keys; once, for all of them, where they are a single tile.</summary>
    public static void WriteTiles(CodeWriter code, AttentionSpec spec, bool singleTile, Action writeTile, string firstTile = "0")
    {
        if (singleTile)
        {
            code.Line("int keys = visible; // all in one tile");
            writeTile();
            return;
        }

        using (code.Block($"for (int tile = {firstTile}; tile < visible; tile += KeyTile)"))
        {
            code.Line("int keys = Math.Min(KeyTile, visible - tile);");
            if (spec.HasRing)
            {
                code.Line("int place = tile % operands.KeyCapacity; // where the ring keeps the tile");
            }

            writeTile();
        }
    }

    /// <summary>Scores of the tile's keys, hidden ones −∞.</summary>
    public static void WriteScores(CodeWriter code, AttentionPlan plan, bool singleTile)
    {
        Elements.WriteKeys(code, plan, singleTile);
        if (plan.HasGroups)
        {
            code.Line(Grouped(plan, singleTile));
        }

        WriteScoreTile(code, plan, singleTile, plan.HasGroups, "ScoreLimit");
        if (plan.Spec.Adjusts)
        {
            code.Line();
            code.Line(AdjustTile.Create(plan).Call([.. ScorePipeline.ArgumentsOfRows(plan.Spec), .. Positions(singleTile)]));
        }

        code.Line();
    }

    /// <summary>Scores of the tile's keys, whether a row sees them or not.</summary>
    public static void WriteRawScores(CodeWriter code, AttentionPlan plan) => WriteScoreTile(code, plan, singleTile: false, hasGroups: false, "float.PositiveInfinity");

    /// <summary>The tile's first row, in a tensor of so many numbers a token.</summary>
    public static string TileStart(AttentionSpec spec, string tensor, string stride, string chunkStart, bool singleTile) => (singleTile, chunkStart.Length > 0) switch
    {
        (true, false) => $"ref {tensor}",
        (true, true) => $"ref Unsafe.Add(ref {tensor}, {chunkStart})",
        (false, false) => $"ref Unsafe.Add(ref {tensor}, (nint){Place(spec)} * {stride})",
        (false, true) => $"ref Unsafe.Add(ref {tensor}, ((nint){Place(spec)} * {stride}) + {chunkStart})",
    };

    /// <summary>The tile's place among the keys that are kept.</summary>
    public static string Place(AttentionSpec spec) => spec.HasRing ? "place" : "tile";

    /// <summary>The arguments that say where the first row stands among the tile's keys, and how far it sees.</summary>
    public static (string Name, string Argument)[] Positions(bool singleTile) => singleTile ? [] : [("position", "position - tile"), ("edge", "edge - tile")];

    private static string Grouped(AttentionPlan plan, bool singleTile)
    {
        string lastKey = singleTile ? "keys - 1" : "tile + keys - 1";
        string edge = RowPositions.Edge(plan.Spec);
        return (plan.Spec.HasEdge, plan.HasShortBlocks) switch
        {
            (true, true) => $"bool grouped = {lastKey} > {edge} || rows <= QueryBlock - RowGroup; // some row does not see the last key, or rows are idle",
            (true, false) => $"bool grouped = {lastKey} > {edge}; // some row does not see the last key",
            _ => "bool grouped = rows <= QueryBlock - RowGroup; // a whole group of rows is idle",
        };
    }

    private static void WriteScoreTile(CodeWriter code, AttentionPlan plan, bool singleTile, bool hasGroups, string limit)
    {
        if (!plan.ChunksQueries)
        {
            WriteScoreCall(code, plan, singleTile, hasGroups, "", limit, "maximum");
            return;
        }

        code.Line("MemoryMarshal.CreateSpan(ref scores, KeyTile * QueryBlock).Clear();");
        using (code.Block("for (int start = 0; start < HeadDim; start += QueryChunk)"))
        {
            code.Line("int dims = Math.Min(QueryChunk, HeadDim - start);");
            if (!plan.StoresSums)
            {
                code.Line("bool last = start + dims == HeadDim; // only then are the sums scores");
            }

            code.Line("Transpose.ToGroups(ref Unsafe.Add(ref query, start), QueryTokenStride, rows, dims, ref queries, QueryChunk * RowGroup);");
            if (!plan.StoresSums)
            {
                code.Line("ref float largest = ref (last ? ref maximum : ref partial);");
            }

            WriteScoreCall(code, plan, singleTile, hasGroups, "start", $"last ? {limit} : float.PositiveInfinity", "largest");
        }
    }

    private static void WriteScoreCall(CodeWriter code, AttentionPlan plan, bool singleTile, bool hasGroups, string start, string limit, string maximum)
    {
        string key = plan.Widens ? $"ref {Elements.WidenedKeys}" : TileStart(plan.Spec, "key", "KeyTokenStride", start, singleTile);
        (string, string)[] arguments = [("key", key), ("limit", limit), ("maximum", $"ref {maximum}"), .. Positions(singleTile)];
        WriteChoice(code, hasGroups, ScoreTile.CreateGroups(plan).Call(arguments), ScoreTile.Create(plan).Call(arguments));
    }

    /// <summary>The call for groups of rows, or for the whole block.</summary>
    public static void WriteChoice(CodeWriter code, bool hasGroups, string groupCall, string blockCall)
    {
        if (!hasGroups)
        {
            code.Line(blockCall);
            return;
        }

        using (code.Block("if (grouped)"))
        {
            code.Line(groupCall);
        }

        using (code.Block("else"))
        {
            code.Line(blockCall);
        }
    }

    /// <summary>Scores to weights, statistics carried on.</summary>
    public static void WriteNormalization(CodeWriter code, AttentionPlan plan, bool singleTile)
    {
        if (plan.Spec.SumNormalization)
        {
            code.Line(SumTile.Create().Call());
            return;
        }

        if (!plan.Spec.Adjusts)
        {
            code.Line("FarRows.Anchor(ref scores, KeyTile * RowGroup, keys, ref maximum, rows, ScaleLog2E);");
        }

        code.Line(SoftmaxTile.Create(plan).Call(Positions(singleTile)));
    }

    /// <summary>The factors that normalize, in place of those that rescale; with a single tile the softmax has left them there.</summary>
    public static void WriteReciprocal(CodeWriter code, AttentionPlan plan)
    {
        if (plan.ReciprocatesAtTheEnd)
        {
            code.Line(NormalizeTile.CreateReciprocal().Call(("factor", "ref rescale")));
        }
    }

    /// <summary>A method that runs <paramref name="block"/> for every head and block of rows, with scratch on the stack.</summary>
    public static void WriteDriver(CodeWriter code, AttentionPlan plan, string name, string block, string summary) =>
        WriteDriver(code, plan, name, summary, () => WriteBlocks(code, plan, block));

    /// <summary>A method that runs what <paramref name="writeCalls"/> writes, with scratch on the stack.</summary>
    public static void WriteDriver(CodeWriter code, AttentionPlan plan, string name, string summary, Action writeCalls)
    {
        code.Line($"/// <summary>{summary}</summary>");
        WriteSkipLocalsInit(code, plan);
        using (code.Block($"private static void {name}(ref Operands operands)"))
        {
            WriteScratch(code);
            writeCalls();
        }
    }

    /// <summary>For a method with scratch: where it may be, the stack is not cleared.</summary>
    public static void WriteSkipLocalsInit(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Facts.AllowUnsafe)
        {
            code.Line("[SkipLocalsInit]");
        }
    }

    /// <summary>Scratch on the stack.</summary>
    public static void WriteScratch(CodeWriter code) =>
        code.Line("""
            Span<float> stack = stackalloc float[ScratchLength + AlignmentSlack];
            ref float scratch = ref Scratch.Align(stack);
            """);

    public static void WriteBlocks(CodeWriter code, AttentionPlan plan, string block)
    {
        if (plan.StaysInLanes)
        {
            using (code.Block("for (int head = 0; head < Heads; head++)"))
            {
                code.Line($"{block}(ref operands, head, ref scratch);");
            }

            return;
        }

        using (code.Block("for (int head = 0; head < Heads; head++)"))
        using (code.Block("for (int firstRow = 0; firstRow < operands.QueryLength; firstRow += QueryBlock)"))
        {
            code.Line($"{block}(ref operands, head, firstRow, ref scratch);");
        }
    }
}
