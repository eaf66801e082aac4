using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Scores of one key tile for the few rows that share it: <c>[rows, KeyTile]</c>, keys in lanes.</summary>
internal static class SharedScores
{
    private const string Name = "SharedScores";
    private const string Lanes = "keyLanes";
    private static readonly LaneLayout Scores = LaneLayout.Flat("KeyTile");

    public static Step Create(AttentionPlan plan) => plan.Decode!.Keys switch
    {
        SharedKeys.AlongHeadDim => new(
            Name,
            Parameters(plan, lanes: null),
            "scores[i, j] = query_i · key_j in 16 partial sums, x mod 16, which are then folded: what one query costs is the reading of its keys.",
            WriteAlongHeadDim),
        SharedKeys.Grouped => new(
            Name,
            Parameters(plan, lanes: null),
            "scores[i, j] = query_i · key_j; keys are vector lanes.",
            (code, tile) => WriteInLanes(code, tile, plan)),
        _ => new(
            Name,
            Parameters(plan, Lanes),
            "scores[i, j] = query_i · key_j; keys are transposed first.",
            (code, tile) => WriteTransposed(code, tile, plan)),
    };

    /// <summary>The parameter that refers to the tile's keys.</summary>
    public static string KeyOf(AttentionPlan plan) => plan.Decode!.Keys == SharedKeys.Grouped ? Lanes : "key";

    private static Signature Parameters(AttentionPlan plan, string? lanes) => new()
    {
        { "ref float", "queries" },
        { $"ref {plan.Spec.Stored.Type}", KeyOf(plan) },
        { $"ref {plan.Spec.Stored.Type}", "value" },
        { "int", "keys" },
        { "int", "rows" },
        { "ref float", lanes },
        { "ref float", "scores" },
    };

    private static void WriteTransposed(CodeWriter code, TilePlan tile, AttentionPlan plan)
    {
        code.Line("Transpose.ToGroups(ref key, KeyTokenStride, keys, HeadDim, ref keyLanes, HeadDim * RowGroup);");
        WriteInLanes(code, tile, plan);
    }

    private static void WriteInLanes(CodeWriter code, TilePlan tile, AttentionPlan plan)
    {
        if (!plan.Spec.Stored.IsShort)
        {
            code.Line("Prefetch.Rows(ref value, ValueTokenStride, keys, ValueDim);");
        }

        RowColumns.Write(code, tile.Width, plan.SharedRows, columns =>
        {
            int vectors = plan.Decode!.KeyVectors(tile.Width, columns);
            using (code.Block($"for (int j = 0; j < keys; j += {vectors * tile.Width.Lanes})"))
            {
                RegisterTile register = new(
                    tile.Width, new(vectors, columns), "score", "HeadDim",
                    Lanes: $"{plan.Spec.Stored.At}(ref keyLanes, {Groups.Start("j", "HeadDim")})", LaneLayout.Grouped("HeadDim"),
                    Scalars: "Floats.At(ref queries, row * HeadDim)", ColumnStride: "HeadDim", StepStride: "1")
                {
                    Element = plan.Spec.Stored,
                    Ahead = plan.Spec.Stored.IsShort ? Values(plan.Spec, $"{vectors * tile.Width.Lanes}") : null,
                };
                register.Write(code);
                code.Line("ref float score = ref Floats.At(ref scores, (row * KeyTile) + j);");
                for (int column = 0; column < register.Shape.Columns; column++)
                {
                    register.ForEachRowRun("Row", column, (method, vector, sums) => code.Line($"{method}({register.At("score", Scores, column, vector).Reference()}, {sums});"));
                }
            }
        });
    }

    /// <summary>The tile's values: they are as many as its keys, so that each step asks for as many as it reads.</summary>
    private static LinesAhead Values(AttentionSpec spec, string keys) => new(spec.Stored, "value", "j * ValueDim", keys, keys);

    private static void WriteAlongHeadDim(CodeWriter code, TilePlan tile)
    {
        code.Line("int j = 0;");
        using (code.Block($"for (; j <= keys - {DecodePlan.FoldedKeys}; j += {DecodePlan.FoldedKeys})"))
        {
            WriteValuesAhead(code);
            WriteFoldedRows(code, tile);
        }

        code.Line();
        using (code.Block("for (; j < keys; j++)"))
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            string folded = WriteFoldedSums(code, tile, 1)[0];
            code.Line($"{tile.Width.Type} folded = {folded};");
            code.Line("Floats.At(ref scores, (row * KeyTile) + j) = Lanes.SumEach(folded, folded, folded, folded).ToScalar();");
        }
    }

    /// <summary>Asks for as many values as there are keys, each in a line of its own: a loop over rows took more instructions than what it asks for.</summary>
    private static void WriteValuesAhead(CodeWriter code)
    {
        code.Line("ref float ahead = ref Floats.At(ref value, (nint)j * ValueTokenStride);");
        code.Line("Prefetch.Line(ref ahead, ValueDim);");
        for (int key = 1; key < DecodePlan.FoldedKeys; key++)
        {
            code.Line($"Prefetch.Line(ref Floats.At(ref ahead, {(key == 1 ? "" : $"{key} * ")}ValueTokenStride), ValueDim);");
        }
    }

    private static void WriteFoldedRows(CodeWriter code, TilePlan tile)
    {
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            string[] folded = WriteFoldedSums(code, tile, DecodePlan.FoldedKeys);
            code.Line($"Lanes.SumEach({string.Join(", ", folded)}).StoreUnsafe(ref Floats.At(ref scores, (row * KeyTile) + j));");
        }
    }

    /// <summary>The 16 partial sums of each key in one vector: 16 = 8 + 8, 8 = 4 + 4.</summary>
    private static string[] WriteFoldedSums(CodeWriter code, TilePlan tile, int columns)
    {
        int vectors = DecodePlan.PartialSums / tile.Width.Lanes;
        RegisterTile register = new(
            tile.Width, new(vectors, columns), "partial", $"HeadDim / {DecodePlan.PartialSums}",
            Lanes: "Floats.At(ref queries, row * HeadDim)", LaneLayout.Flat($"{DecodePlan.PartialSums}"),
            Scalars: "Floats.At(ref key, (nint)j * KeyTokenStride)", ColumnStride: "KeyTokenStride", StepStride: $"{DecodePlan.PartialSums}")
        {
            ColumnsAreVectors = true,
        };
        register.Write(code);
        return [.. Enumerable.Range(0, columns).Select(column => Fold([.. Enumerable.Range(0, vectors).Select(vector => register.Name(column, vector))]))];
    }

    // Lane l of the first half meets lane l of the second, at every width.
    private static string Fold(string[] partial) => partial.Length switch
    {
        1 => partial[0],
        2 => $"{partial[0]} + {partial[1]}",
        _ => $"({partial[0]} + {partial[2]}) + ({partial[1]} + {partial[3]})",
    };
}
