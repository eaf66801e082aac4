using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The paragraphs that all routines over a block of query rows share.</summary>
internal static class BlockSteps
{
    public const string Parameters = "ref Operands operands, int head, int firstRow, ref float scratch";

    /// <summary>Names the regions of scratch.</summary>
    public static void WriteRegions(CodeWriter code, params string[] regions)
    {
        foreach (string region in regions)
        {
            string offset = char.ToUpperInvariant(region[0]) + region.Substring(1) + "Offset";
            code.Line($"ref float {region} = ref Unsafe.Add(ref scratch, {offset});");
        }

        code.Line();
    }

    /// <summary>How many rows and keys the block has, and where its operands start.</summary>
    public static void WriteExtent(CodeWriter code, AttentionPlan plan)
    {
        code.Line("int rows = Math.Min(QueryBlock, operands.QueryLength - firstRow);");
        if (plan.Spec.Causal)
        {
            code.Line("""
                int position = operands.FirstPosition + firstRow; // of the first row among the keys
                int visible = Math.Clamp(position + rows, 0, operands.KeyCount);
                """);
        }
        else
        {
            code.Line("int visible = operands.KeyCount;");
        }

        code.Line($"ref float query = ref Unsafe.Add(ref operands.Query, {Address.Query(plan.Spec)});");
        code.Line($"ref float key = ref Unsafe.Add(ref operands.Key, {Address.Key(plan.Spec)});");
    }

    /// <summary>Turns the block's queries into lanes, unless they are turned chunk by chunk.</summary>
    public static void WriteQueries(CodeWriter code, AttentionPlan plan)
    {
        if (!plan.ChunksQueries)
        {
            code.Line("""

                // queries[x, i] = query_i[x]: every row a vector lane
                Transpose.CopyToLanes(ref query, QueryTokenStride, rows, HeadDim, ref queries, QueryBlock, QueryBlock);
                """);
        }

        code.Line();
    }

    /// <summary>The row statistics before any key.</summary>
    public static void WriteStart(CodeWriter code, AttentionPlan plan)
    {
        if (!plan.Spec.SumNormalization)
        {
            code.Line("MemoryMarshal.CreateSpan(ref maximum, QueryBlock).Fill(-ScoreLimit);");
        }

        code.Line("MemoryMarshal.CreateSpan(ref sum, QueryBlock).Clear();");
    }

    /// <summary>Scores of the tile's keys, hidden ones marked.</summary>
    public static void WriteScores(CodeWriter code, AttentionPlan plan)
    {
        code.Line("int keys = Math.Min(KeyTile, visible - tile);");
        WriteScoreTile(code, plan, "ScoreLimit");
        if (plan.Spec.Causal)
        {
            code.Line("bool edge = tile + keys - 1 > position; // some row does not see the last key");
            using (code.Block("if (edge)"))
            {
                code.Line("HideLaterKeys(ref scores, keys, rows, position - tile, float.NegativeInfinity);");
            }
        }

        code.Line();
    }

    public static void WriteScoreTile(CodeWriter code, AttentionPlan plan, string limit)
    {
        if (!plan.ChunksQueries)
        {
            code.Line($"ScoreTile(ref queries, ref Unsafe.Add(ref key, (nint)tile * KeyTokenStride), keys, rows, {limit}, ref scores);");
            return;
        }

        code.Line("MemoryMarshal.CreateSpan(ref scores, KeyTile * QueryBlock).Clear();");
        using (code.Block("for (int start = 0; start < HeadDim; start += QueryChunk)"))
        {
            code.Line($"""
                int dims = Math.Min(QueryChunk, HeadDim - start);
                float limit = start + dims == HeadDim ? {limit} : float.PositiveInfinity;
                Transpose.CopyToLanes(ref Unsafe.Add(ref query, start), QueryTokenStride, rows, dims, ref queries, QueryBlock, QueryBlock);
                ScoreTile(ref queries, ref Unsafe.Add(ref key, ((nint)tile * KeyTokenStride) + start), dims, keys, rows, limit, ref scores);
                """);
        }
    }

    /// <summary>Scores to weights, statistics carried on.</summary>
    public static void WriteNormalization(CodeWriter code, AttentionPlan plan) =>
        code.Line(plan.Spec.SumNormalization
            ? "SumTile(ref scores, keys, rows, ref sum, ref rescale);"
            : "SoftmaxTile(ref scores, keys, rows, ref maximum, ref sum, ref rescale);");

    /// <summary>A method that runs <paramref name="block"/> for every head and block of rows, with scratch on the stack.</summary>
    public static void WriteDriver(CodeWriter code, AttentionPlan plan, string name, string block, string summary)
    {
        code.Line($"/// <summary>{summary}</summary>");
        if (plan.Facts.AllowUnsafe)
        {
            code.Line("[SkipLocalsInit]");
        }

        using (code.Block($"private static void {name}(ref Operands operands)"))
        {
            code.Line("""
                Span<float> stack = stackalloc float[ScratchLength + AlignmentSlack];
                ref float scratch = ref Scratch.Align(stack);
                """);
            using (code.Block("for (int head = 0; head < Heads; head++)"))
            using (code.Block("for (int firstRow = 0; firstRow < operands.QueryLength; firstRow += QueryBlock)"))
            {
                code.Line($"{block}(ref operands, head, firstRow, ref scratch);");
            }
        }
    }
}
