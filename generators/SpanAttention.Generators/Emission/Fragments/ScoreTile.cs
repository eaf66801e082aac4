using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Fragments;

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
    };

    private static string Equation(AttentionPlan plan, bool hides) =>
        (plan.ChunksQueries ? "scores[j, i] += query_i · key_j over some of the head's dimensions" : "scores[j, i] = query_i · key_j")
        + (!hides ? "" : plan.StoresSums ? ", where some row of a group sees key j" : $", −∞ where key j lies after row i, {RowPositions.EdgeWords(plan.Spec)}")
        + (plan.StoresSums ? "." : "; kept within ±limit, the largest of each row carried on.");

    private static void WriteRows(CodeWriter code, TilePlan tile, TileShape shape, AttentionPlan plan, bool hides)
    {
        if (!plan.StoresSums)
        {
            code.Line($"{tile.Width.Type} bound = {tile.Width.Class}.Create(limit);");
        }

        void WriteColumns(TileShape columns)
        {
            string firstRow = hides ? $"Math.Max(0, j - {RowPositions.Edge(plan.Spec)}) & -{tile.Rows(shape)}" : "0";
            using (code.Block($"for (int row = {firstRow}; row < rows; row += {tile.Rows(shape)})"))
            {
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
        code.Line($"ref float score = ref Unsafe.Add(ref scores, ({Groups.Start("row", "KeyTile")}) + (j * RowGroup));");
        string steps = Groups.QuerySteps(plan);
        RegisterTile register = new(
            tile.Width, shape, "score", plan.ChunksQueries ? "dims" : "HeadDim",
            Lanes: $"Unsafe.Add(ref queries, {Groups.Start("row", steps)})", LaneLayout.Grouped(steps),
            Scalars: "Unsafe.Add(ref key, (nint)j * KeyTokenStride)", ColumnStride: "KeyTokenStride", StepStride: "1");
        if (plan.HasKeyGroups)
        {
            register = register with { Scalars = "Unsafe.Add(ref key, (group * HeadDim) + j - group)", ColumnStride = "1", StepStride = "RowGroup" };
        }

        if (plan.ChunksQueries)
        {
            RegisterTile places = register;
            register = register with { Earlier = (column, vector) => places.At("score", LaneLayout.Grouped("KeyTile"), column, vector) };
        }

        register.Write(code);
        if (plan.StoresSums)
        {
            register.ForEachSum((column, vector, sum) => code.Line($"{sum}.StoreUnsafe({register.At("score", LaneLayout.Grouped("KeyTile"), column, vector)});"));
            return;
        }

        for (int vector = 0; vector < shape.Vectors; vector++)
        {
            WriteLargest(code, tile, register, vector, hides ? RowPositions.Edge(plan.Spec) : "");
        }
    }

    private static void WriteLargest(CodeWriter code, TilePlan tile, RegisterTile register, int vector, string edge)
    {
        string place = vector == 0 ? "ref Unsafe.Add(ref maximum, row)" : $"ref Unsafe.Add(ref maximum, row + {vector * tile.Width.Lanes})";
        code.Line($"{tile.Width.Type} largest{vector} = {tile.Width.Class}.LoadUnsafe({place});");
        for (int column = 0; column < register.Shape.Columns; column++)
        {
            string sum = register.Name(column, vector);
            string visible = edge.Length > 0 ? $"Lanes.Hide({sum}, {Distance(edge, column - (vector * tile.Width.Lanes))}, bound)" : $"Lanes.Clamp({sum}, bound)";
            code.Line($"largest{vector} = Lanes.Store({visible}, {register.At("score", LaneLayout.Grouped("KeyTile"), column, vector)}, largest{vector});");
        }

        code.Line($"largest{vector}.StoreUnsafe({place});");
    }

    /// <summary>Positions of the column's key beyond the vector's first row.</summary>
    private static string Distance(string edge, int offset) => offset switch
    {
        0 => $"j - {edge} - row",
        > 0 => $"j - {edge} - row + {offset}",
        _ => $"j - {edge} - row - {-offset}",
    };
}
