using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Scores of one key tile, and the largest of each row.</summary>
internal static class ScoreTile
{
    /// <summary>For blocks whose rows all see all keys of the tile.</summary>
    public static Step Create(AttentionPlan plan) =>
        New(plan, "ScoreTile", hides: false, static tile => tile.Block);

    /// <summary>For blocks at the causal edge or with idle rows: a group of rows at a time.</summary>
    public static Step CreateGroups(AttentionPlan plan) => New(plan, "ScoreGroups", plan.Spec.HasEdge, static tile => tile.Group);

    private static Step New(AttentionPlan plan, string name, bool hides, Func<TilePlan, TileShape> shape) =>
        new(name, Parameters(plan, hides), Equation(plan, hides), (code, tile) => WriteRows(code, tile, shape(tile), plan, hides));

    private static Signature Parameters(AttentionPlan plan, bool hides) => new()
    {
        { "ref float", "queries" },
        { "ref float", "key" },
        { "int", "dims", plan.ChunksQueries },
        { "int", "keys" },
        { "int", "rows" },
        { "int", RowPositions.Edge(plan.Spec), hides },
        { "float", "limit", !plan.StoresSums },
        { "ref float", "maximum", !plan.StoresSums },
        { "ref float", "scores" },
        { "ref BlockAhead", "ahead", plan.AsksForBlocks },
    };

    private static string Equation(AttentionPlan plan, bool hides) =>
        (plan.ChunksQueries ? "scores[j, i] += query_i · key_j over some of the head's dimensions" : "scores[j, i] = query_i · key_j")
        + (!hides ? "" : plan.StoresSums ? ", where some row of a group sees key j" : $", −∞ where key j lies after row i, {RowPositions.EdgeWords(plan.Spec)}")
        + (plan.StoresSums ? "." : "; kept within ±limit, the largest of each row carried on.");

    private static void WriteRows(CodeWriter code, TilePlan tile, TileShape shape, AttentionPlan plan, bool hides)
    {
        if (!plan.StoresSums)
        {
            code.Line($"{tile.Width.Type} bound = {tile.Width.Operations}.Fill(limit);");
        }

        void WriteColumns(TileShape columns)
        {
            string firstRow = hides ? $"Math.Max(0, j - {RowPositions.Edge(plan.Spec)}) & -{tile.Rows(shape)}" : "0";
            using (code.Block($"for (int row = {firstRow}; row < rows; row += {tile.Rows(shape)})"))
            {
                if (plan.AsksForBlocks)
                {
                    code.Line("ahead.Ask();");
                }

                WriteTile(code, tile, columns, plan, hides);
            }
        }

        if (plan.HasKeyGroups)
        {
            ColumnLoop.WriteGroups(code, "j", "keys", shape, WriteColumns);
        }
        else
        {
            ColumnLoop.WriteVariable(code, "j", "keys", shape, WriteColumns);
        }
    }

    private static void WriteTile(CodeWriter code, TilePlan tile, TileShape shape, AttentionPlan plan, bool hides)
    {
        code.Line($"ref float score = ref Floats.At(ref scores, ({Groups.Start("row", "KeyTile")}) + (j * RowGroup));");
        string steps = Groups.QuerySteps(plan);
        RegisterTile register = new(
            tile.Width, shape, "score", plan.ChunksQueries ? "dims" : "HeadDim",
            Lanes: $"Floats.At(ref queries, {Groups.Start("row", steps)})", LaneLayout.Grouped(steps),
            Scalars: "Floats.At(ref key, (nint)j * KeyTokenStride)", ColumnStride: "KeyTokenStride", StepStride: "1");
        if (plan.HasKeyGroups)
        {
            register = register with { Scalars = "Floats.At(ref key, (group * HeadDim) + j - group)", ColumnStride = "1", StepStride = "RowGroup" };
        }

        if (plan.ChunksQueries)
        {
            RegisterTile places = register;
            register = register with { Earlier = (column, vector) => places.At("score", LaneLayout.Grouped("KeyTile"), column, vector) };
        }

        register.Write(code);
        for (int vector = 0; vector < shape.Vectors; vector++)
        {
            WriteScores(code, tile, register, vector, plan.StoresSums ? Ending.Stored : hides ? Ending.Hidden : Ending.Kept, RowPositions.Edge(plan.Spec));
        }
    }

    private static void WriteScores(CodeWriter code, TilePlan tile, RegisterTile register, int vector, Ending ending, string edge)
    {
        int row = vector * tile.Width.Lanes;
        string maximum = row == 0 ? "ref Floats.At(ref maximum, row)" : $"ref Floats.At(ref maximum, row + {row})";
        register.ForEachRun(Method(ending), vector, (method, first, sums) =>
        {
            string place = register.At("score", LaneLayout.Grouped("KeyTile"), first, vector).Reference();
            code.Line(ending switch
            {
                Ending.Stored => $"{method}({place}, {sums});",
                Ending.Kept => $"{method}({place}, {maximum}, bound, {sums});",
                _ => $"{method}({place}, {maximum}, bound, {Distance(edge, first - row)}, {sums});",
            });
        });
    }

    private static string Method(Ending ending) => ending switch
    {
        Ending.Stored => "Store",
        Ending.Kept => "Keep",
        _ => "Hide",
    };

    /// <summary>Positions of the column's key beyond the vector's first row.</summary>
    private static string Distance(string edge, int offset) => offset switch
    {
        0 => $"j - {edge} - row",
        > 0 => $"j - {edge} - row + {offset}",
        _ => $"j - {edge} - row - {-offset}",
    };

    /// <summary>Ends of a tile's sums.</summary>
    private enum Ending
    {
        /// <summary>They are stored as they are.</summary>
        Stored,

        /// <summary>They are scores, stored within the limit, and their largest is kept.</summary>
        Kept,

        /// <summary>The same, with −∞ where a key is hidden.</summary>
        Hidden,
    }
}
