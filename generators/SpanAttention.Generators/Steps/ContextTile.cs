using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds one key tile's weighted values to the contexts, which are rescaled to the new maximum on the way.</summary>
internal static class ContextTile
{
    /// <summary>For blocks whose rows all see all keys of the tile.</summary>
    public static Step Create(AttentionPlan plan) =>
        new("ContextTile", Parameters(plan, plan.ChunksValues, edge: ""), Equation(plan), (code, tile) => WriteRows(code, tile, tile.Block, plan, edge: ""));

    /// <summary>For blocks at the causal edge or with idle rows: a group of rows at a time, over the keys that its last row sees.</summary>
    public static Step CreateGroups(AttentionPlan plan) =>
        new("ContextGroups", Parameters(plan, plan.ChunksValues, Edge(plan)), Equation(plan), (code, tile) => WriteRows(code, tile, tile.Group, plan, Edge(plan)));

    private static string Edge(AttentionPlan plan) => plan.Spec.HasEdge ? RowPositions.Edge(plan.Spec) : "";

    private static string Equation(AttentionPlan plan) =>
        plan.SingleTile ? "context_i = Σ_j weights[j, i] · value_j." : "context_i = context_i · rescale_i + Σ_j weights[j, i] · value_j.";

    private static Signature Parameters(AttentionPlan plan, bool hasDims, string edge) => new()
    {
        { "ref float", "weights" },
        { "ref float", "value" },
        { "int", "dims", hasDims },
        { "int", "keys" },
        { "int", "rows" },
        { "int", edge, edge.Length > 0 },
        { "ref float", "rescale", !plan.SingleTile },
        { "ref float", "context" },
    };

    private static void WriteRows(CodeWriter code, TilePlan tile, TileShape shape, AttentionPlan plan, string edge)
    {
        void WriteRowLoop(TileShape columns)
        {
            using (code.Block($"for (int row = 0; row < rows; row += {tile.Rows(shape)})"))
            {
                if (edge.Length > 0)
                {
                    RowPositions.WriteSeen(code, tile.Rows(shape), edge);
                }

                WriteTile(code, tile, columns, plan, edge);
            }
        }

        if (plan.ChunksValues)
        {
            // Heads this wide have few columns left over: where every tile looks for poison, single ones keep the method short.
            ColumnLoop.WriteVariable(code, "x", "dims", shape, plan.Spec.MarksKeys ? [shape.Columns, 1] : shape.Ladder, WriteRowLoop);
        }
        else
        {
            ColumnLoop.WriteConstant(code, "x", plan.Spec.ValueDim, shape, WriteRowLoop);
        }
    }

    private static void WriteTile(CodeWriter code, TilePlan tile, TileShape shape, AttentionPlan plan, string edge)
    {
        string keys = edge.Length > 0 ? "seen" : "keys";
        RegisterTile register = NewTile(tile, shape, keys);
        code.Line($"ref float output = ref Floats.At(ref context, ({Groups.Start("row", Groups.ContextSteps(plan))}) + (x * RowGroup));");
        register.Write(code);
        if (edge.Length > 0 || plan.Spec.MarksKeys)
        {
            WritePoisonCheck(code, tile, register, plan, keys);
        }

        WriteOutputs(code, tile, register, plan);
    }

    private static RegisterTile NewTile(TilePlan tile, TileShape shape, string keys) => new(
        tile.Width, shape, "sum", keys,
        Lanes: $"Floats.At(ref weights, {Groups.Start("row", "KeyTile")})", LaneLayout.Grouped("KeyTile"),
        Scalars: "Floats.At(ref value, x)", ColumnStride: "1", StepStride: "ValueTokenStride");

    private static void WriteOutputs(CodeWriter code, TilePlan tile, RegisterTile register, AttentionPlan plan)
    {
        for (int vector = 0; vector < register.Shape.Vectors; vector++)
        {
            string rescale = plan.SingleTile ? "" : $"{tile.Width.Operations}.Load(ref rescale, {(vector == 0 ? "row" : $"row + {vector * tile.Width.Lanes}")}), ";
            register.ForEachRun(plan.SingleTile ? "Store" : "Add", vector, (method, first, sums) =>
                code.Line($"{method}({register.At("output", LaneLayout.Grouped(Groups.ContextSteps(plan)), first, vector).Reference()}, {rescale}{sums});"));
        }
    }

    /// <summary>Keys that are left out have weight 0, which adds nothing, unless their value is no number: then, and rarely otherwise, a sum is NaN.</summary>
    private static void WritePoisonCheck(CodeWriter code, TilePlan tile, RegisterTile register, AttentionPlan plan, string keys)
    {
        using (code.Block($"if ({register.HasNaN})"))
        {
            string edge = plan.Spec.StopsAtEdge ? $"{RowPositions.Edge(plan.Spec)} + row" : keys;
            string rescale = plan.SingleTile ? "ref Unsafe.NullRef<float>()" : "ref Floats.At(ref rescale, row)";
            code.Line($"VisibleContexts.Add(ref Floats.At(ref weights, {Groups.Start("row", "KeyTile")}), ref Floats.At(ref value, x), ValueTokenStride, {register.Shape.Columns}, {keys}, {tile.Rows(register.Shape)}, {edge}, {rescale}, ref output, {Groups.ContextSteps(plan)});");
            code.Line("continue;");
        }

        code.Line();
    }
}
