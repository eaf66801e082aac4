using System.Globalization;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Emits the plan in numbers: every size and factor that the routines use, by name.</summary>
internal static class Constants
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        WriteShape(code, plan);
        WriteScale(code, plan.Spec);
        OptionConstants.Write(code, plan.Spec);
        WriteBlocks(code, plan);
        WriteWorkers(code, plan);
    }

    private static void WriteShape(CodeWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        Int(code, "Heads", spec.Heads);
        Int(code, "HeadDim", spec.HeadDim);
        Int(code, "ValueDim", spec.ValueDim);
        if (spec.Kind != AttentionKind.SelfAttention)
        {
            Int(code, "KeyValueHeads", spec.KeyValueHeads);
        }

        if (spec.Heads != spec.KeyValueHeads || plan.Decode is not null)
        {
            Int(code, "GroupSize", spec.Heads / spec.KeyValueHeads, "query heads that share a key/value head");
        }

        WriteLengths(code, spec);
        WriteStrides(code, spec);
        code.Line();
    }

    private static void WriteStrides(CodeWriter code, AttentionSpec spec)
    {
        bool byHead = spec.HeadsFirst || spec.Layer is not null;
        int query = spec.HeadsFirst ? spec.HeadDim : spec.Layer is null ? spec.QueryWidth : PackedTensor.Round(spec.QueryWidth);
        Int(code, "QueryTokenStride", Stride(spec.QueryStride, query), "floats from one token to the next");
        Int(code, "KeyTokenStride", Stride(spec.KeyStride, byHead ? spec.HeadDim : spec.KeyWidth));
        Int(code, "ValueTokenStride", Stride(spec.ValueStride, byHead ? spec.ValueDim : spec.ValueWidth));
        Int(code, "ContextTokenStride", spec.HeadsFirst ? spec.ValueDim : spec.ContextWidth);
    }

    private static int Stride(int declared, int dense) => declared > 0 ? declared : dense;

    private static void WriteLengths(CodeWriter code, AttentionSpec spec)
    {
        if (spec.Kind == AttentionKind.SelfAttention)
        {
            Int(code, "InputDim", spec.HeadDim);
        }

        if (spec.Kind != AttentionKind.Attention)
        {
            IntIfDeclared(code, "SequenceLength", spec.QueryLength);
            return;
        }

        IntIfDeclared(code, "QueryLength", spec.QueryLength);
        IntIfDeclared(code, "KeyLength", spec.KeyLength);
    }

    private static void WriteScale(CodeWriter code, AttentionSpec spec)
    {
        if (spec.Kind == AttentionKind.Attention || spec.HasNaturalUnits)
        {
            Float(code, "Scale", Numbers.Scale(spec), ScaleWords(spec));
        }

        if (spec.SumNormalization)
        {
            return; // scores are taken as they are
        }

        Float(code, "ScaleLog2E", Numbers.ScaleLog2E(spec), spec.HasNaturalUnits ? "log2 e, as scores are scaled before: exponentials are taken to base 2" : "scale · log2 e: exponentials are taken to base 2");
        Float(code, "ScoreLimit", Numbers.ScoreLimit(spec), "larger scores would overflow in the exponent");
        code.Line();
    }

    private static void WriteBlocks(CodeWriter code, AttentionPlan plan)
    {
        Int(code, "QueryBlock", plan.QueryBlock, "query rows attended together, each a vector lane");
        Int(code, "KeyTile", AttentionPlan.KeyTile, "keys whose weights are summed before they are folded into the row's sum");
        Int(code, "RowGroup", AttentionPlan.RowGroup, "rows that lie side by side in scratch");
        if (plan.ChunksQueries)
        {
            Int(code, "QueryChunk", plan.QueryChunk, "head dimensions whose queries fit scratch");
        }

        if (plan.ChunksValues)
        {
            Int(code, "ValueChunk", plan.ValueChunk, "value dimensions whose contexts fit scratch");
        }

        code.Line();
        code.Line("// Scratch, in floats");
        WriteRegions(code, plan);
        if (plan.AttendsShared && plan.Decode is { } decode)
        {
            WriteShared(code, plan, decode);
        }

        string blockLength = $"{BlockSteps.OffsetOf(plan.Statistics[plan.Statistics.Count - 1])} + QueryBlock";
        code.Line(!plan.AttendsShared
            ? $"private const int ScratchLength = {blockLength};"
            : $"private const int ScratchLength = {(plan.BlockScratchLength >= plan.ScratchLength ? blockLength : "SharedRescaleOffset + SharedRows")};");
        code.Line($"""
            private const int AlignmentSlack = {AttentionPlan.AlignmentSlack}; // scratch starts at a multiple of 64 bytes
            """);
    }

    private static void WriteWorkers(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Parallel is not { } parallel)
        {
            return;
        }

        code.Line();
        code.Line("// Operations that pay for one more thread: two and a half microseconds of them");
        if (plan.AttendsBlocks)
        {
            code.Line($"private const long WorkerFlops = {parallel.WorkerFlops.ToString(CultureInfo.InvariantCulture)};");
        }

        if (plan.AttendsShared)
        {
            code.Line($"private const long SharedWorkerFlops = {parallel.SharedWorkerFlops.ToString(CultureInfo.InvariantCulture)}; // few rows wait for memory");
        }
    }

    private static void WriteRegions(CodeWriter code, AttentionPlan plan)
    {
        if (plan.StaysInLanes)
        {
            code.Line("""
                private const int ScoresOffset = 0; // [QueryBlock / RowGroup, KeyTile, RowGroup]
                """);
            WritePairTiles(code, plan, "ScoresOffset + (KeyTile * QueryBlock)");
        }
        else
        {
            string queries = Groups.QuerySteps(plan);
            string values = Groups.ContextSteps(plan);
            code.Line($"""
                private const int ContextLength = {values} * QueryBlock;
                private const int QueriesOffset = 0; // [QueryBlock / RowGroup, {queries}, RowGroup]
                private const int ScoresOffset = QueriesOffset + ({queries} * QueryBlock); // [QueryBlock / RowGroup, KeyTile, RowGroup]
                private const int ContextOffset = ScoresOffset + (KeyTile * QueryBlock); // [QueryBlock / RowGroup, {values}, RowGroup]
                """);
            WritePairTiles(code, plan, "ContextOffset + ContextLength");
        }

        for (int index = 1; index < plan.Statistics.Count; index++)
        {
            code.Line($"private const int {BlockSteps.OffsetOf(plan.Statistics[index])} = {BlockSteps.OffsetOf(plan.Statistics[index - 1])} + QueryBlock; // [QueryBlock]");
        }
    }

    /// <summary>Tiles of pairs, and the first statistic after them.</summary>
    private static void WritePairTiles(CodeWriter code, AttentionPlan plan, string start)
    {
        foreach (string tile in plan.PairTiles)
        {
            code.Line($"private const int {BlockSteps.OffsetOf(tile)} = {start}; // [QueryBlock / RowGroup, KeyTile, RowGroup]");
            start = $"{BlockSteps.OffsetOf(tile)} + (KeyTile * QueryBlock)";
        }

        code.Line($"private const int SumOffset = {start}; // [QueryBlock]");
    }

    private static void WriteShared(CodeWriter code, AttentionPlan plan, DecodePlan decode)
    {
        string firstOffset = plan.TurnsKeys ? "SharedKeyLanesOffset + (KeyTile * HeadDim)" : "0";
        code.Line();
        code.Line($"// Scratch of the few rows that share a key/value head, in place of the above");
        Int(code, "SharedQueries", decode.Queries, "query tokens at most");
        code.Line("private const int SharedRows = SharedQueries * GroupSize;");
        if (plan.TurnsKeys)
        {
            code.Line("private const int SharedKeyLanesOffset = 0; // [KeyTile / RowGroup, HeadDim, RowGroup]");
        }

        code.Line($"""
            private const int SharedQueriesOffset = {firstOffset}; // [SharedRows, HeadDim]
            private const int SharedScoresOffset = SharedQueriesOffset + (SharedRows * HeadDim); // [SharedRows, KeyTile]
            private const int SharedContextOffset = SharedScoresOffset + (SharedRows * KeyTile); // [SharedRows, ValueDim]
            """);
        string afterContext = "SharedContextOffset + (SharedRows * ValueDim)";
        if (plan.Spec.HasPairs)
        {
            code.Line($"private const int SharedBiasOffset = {afterContext}; // [SharedRows, KeyTile]");
            afterContext = "SharedBiasOffset + (SharedRows * KeyTile)";
        }

        code.Line($"""
            private const int SharedMaximumOffset = {afterContext}; // [SharedRows]
            private const int SharedSumOffset = SharedMaximumOffset + SharedRows; // [SharedRows]
            private const int SharedRescaleOffset = SharedSumOffset + SharedRows; // [SharedRows]

            """);
    }

    private static string ScaleWords(AttentionSpec spec) =>
        spec.Scale == 1 / Math.Sqrt(spec.HeadDim) ? "1 / √HeadDim" : "as declared";

    private static void IntIfDeclared(CodeWriter code, string name, int value)
    {
        if (value > 0)
        {
            Int(code, name, value);
        }
    }

    private static void Int(CodeWriter code, string name, int value, string comment = "") =>
        code.Line($"private const int {name} = {value.ToString(CultureInfo.InvariantCulture)};{Comment(comment)}");

    private static void Float(CodeWriter code, string name, float value, string comment) =>
        code.Line($"private const float {name} = {Literal.Of(value)};{Comment(comment)}");

    private static string Comment(string comment) => comment.Length == 0 ? "" : " // " + comment;
}
