using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds one key tile's weighted values to the contexts of a block in the rows they go to, value dimensions in lanes; the last tile's are normalized.</summary>
internal static class RowContext
{
    private static readonly LaneLayout Contexts = LaneLayout.Flat("ContextTokenStride");

    public static Step Create(AttentionPlan plan) => new(
        "RowContext",
        new()
        {
            { "ref float", "weights" },
            { "ref float", "value" },
            { "int", "keys" },
            { "int", "rows" },
            { "int", RowPositions.Edge(plan.Spec), plan.Spec.HasEdge },
            { "ref float", "rescale", !plan.SingleTile },
            { "ref float", "factor" },
            { "ref float", "destination" },
        },
        plan.SingleTile
            ? "context_i = Σ_j weights[j, i] · value_j · factor_i."
            : "context_i = (context_i · rescale_i + Σ_j weights[j, i] · value_j) · factor_i; the first tile has no rescale, and only the last one has factors.",
        (code, tile) => WriteDims(code, tile, plan));

    private static void WriteDims(CodeWriter code, TilePlan tile, AttentionPlan plan)
    {
        using (code.Block($"for (int x = 0; x < ValueDim; x += {tile.Rows(tile.Contexts)})"))
        {
            new RowTiles(plan, tile.Contexts.Columns).Write(code, (rows, idle) =>
            {
                if (plan.Spec.HasEdge)
                {
                    // Rows near the edge see one key more each: they share those that the first of them sees.
                    RowPositions.WriteSeen(code, plan.Spec.StopsAtEdge ? 1 : rows, RowPositions.Edge(plan.Spec));
                }

                WriteTile(code, tile.Width, plan, tile.Contexts with { Columns = rows }, idle);
            });
        }
    }

    private static void WriteTile(CodeWriter code, VectorWidth width, AttentionPlan plan, TileShape shape, bool idle)
    {
        RegisterTile register = new(
            width, shape, "sum", plan.Spec.HasEdge ? "seen" : "keys",
            Lanes: "Floats.At(ref value, x)", LaneLayout.Flat("ValueTokenStride"),
            Scalars: "Floats.At(ref weights, ((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1)))", ColumnStride: "1", StepStride: "RowGroup");
        code.Line("ref float output = ref Floats.At(ref destination, ((nint)row * ContextTokenStride) + x);");
        register.Write(code);
        if (plan.Spec.StopsAtEdge)
        {
            WriteLaterKeys(code, register, RowPositions.Edge(plan.Spec));
        }

        if (plan.Spec.MarksKeys)
        {
            WritePoisonCheck(code, register, plan, idle);
        }

        WriteEnds(code, register, plan, idle);
    }

    /// <summary>Keys that only the later rows see.</summary>
    private static void WriteLaterKeys(CodeWriter code, RegisterTile register, string edge)
    {
        using (code.Block("if (seen < keys)"))
        {
            for (int column = 1; column < register.Shape.Columns; column++)
            {
                register.ForEachRowRun("AddKeys", column, (method, _, sums) =>
                    code.Line($"{method}(ref lanes, ValueTokenStride, ref scalars, {column}, {edge} + row + {column + 1}, seen, keys, ref {sums.Replace(", ", ", ref ")});"));
            }
        }

        code.Line();
    }

    private static void WriteEnds(CodeWriter code, RegisterTile register, AttentionPlan plan, bool idle)
    {
        for (int column = 0; column < register.Shape.Columns; column++)
        {
            string row = column == 0 ? "row" : $"row + {column}";
            register.ForEachRowRun(plan.SingleTile ? "ScaleRow" : "EndRow", column, (method, vector, sums) =>
                code.Line($"{(idle && column > 0 ? $"if ({row} < rows) " : "")}{method}({register.At("output", Contexts, column, vector).Arguments}, {(plan.SingleTile ? "" : "ref rescale, ")}ref factor, {row}, {sums});"));
        }
    }

    /// <summary>Keys that are left out have weight 0, which adds nothing, unless their value is no number: then, and rarely otherwise, a sum is NaN.</summary>
    private static void WritePoisonCheck(CodeWriter code, RegisterTile register, AttentionPlan plan, bool idle)
    {
        string rows = idle ? $"Math.Min({register.Shape.Columns}, rows - row)" : $"{register.Shape.Columns}";
        string rescale = plan.SingleTile ? "ref Unsafe.NullRef<float>()" : "ref rescale";
        using (code.Block($"if ({register.HasNaN})"))
        {
            code.Line($"VisibleContexts.EndRows(ref weights, ref Floats.At(ref value, x), ValueTokenStride, {register.Shape.Vectors * register.Width.Lanes}, {register.Steps}, row, {rows}, {rescale}, ref factor, ref output, ContextTokenStride);");
            code.Line("continue;");
        }

        code.Line();
    }
}
