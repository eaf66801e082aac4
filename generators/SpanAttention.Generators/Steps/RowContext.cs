using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds one key tile's weighted values to the contexts of a block in the rows they go to, value dimensions in lanes; the last tile's are normalized.</summary>
/// <param name="plan">What to emit.</param>
internal sealed class RowContext(AttentionPlan plan)
{
    private static readonly LaneLayout Contexts = LaneLayout.Flat("ContextTokenStride");

    private readonly KeyTiles tiles = KeyTiles.Of(plan);
    private readonly RowEdge? edge = RowEdge.Of(plan.Spec);
    private readonly RowEdge? stop = RowEdge.OfLoops(plan.Spec);

    public static Step Create(AttentionPlan plan)
    {
        RowContext step = new(plan);
        return new("RowContext", step.Parameters, step.Equation, step.WriteDims);
    }

    private Signature Parameters => new()
    {
        { "ref float", "weights" },
        { "ref float", "value" },
        { "int", "keys" },
        { "int", "rows" },
        { "int", edge?.Name },
        { "ref float", tiles.Rescale },
        { "ref float", "factor" },
        { "ref float", "destination" },
    };

    private string Equation => tiles.Rescale is null
        ? "context_i = Σ_j weights[j, i] · value_j · factor_i."
        : "context_i = (context_i · rescale_i + Σ_j weights[j, i] · value_j) · factor_i; the first tile has no rescale, and only the last one has factors.";

    private void WriteDims(CodeWriter code, TilePlan tile)
    {
        using (code.Block($"for (int x = 0; x < ValueDim; x += {tile.Rows(tile.Contexts)})"))
        {
            new RowTiles(plan, tile.Contexts.Columns).Write(code, (rows, idle) =>
            {
                // Rows near the edge see one key more each: they share those that the first of them sees.
                edge?.WriteSeen(code, stop is null ? rows : 1);
                WriteTile(code, tile.Width, tile.Contexts with { Columns = rows }, idle);
            });
        }
    }

    private void WriteTile(CodeWriter code, VectorWidth width, TileShape shape, bool idle)
    {
        RegisterTile register = new(
            width, shape, "sum", edge is null ? "keys" : "seen",
            Lanes: "Floats.At(ref value, x)", LaneLayout.Flat("ValueTokenStride"),
            Scalars: "Floats.At(ref weights, ((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1)))", ColumnStride: "1", StepStride: "RowGroup");
        code.Line("ref float output = ref Floats.At(ref destination, ((nint)row * ContextTokenStride) + x);");
        register.Write(code);
        if (stop is not null)
        {
            WriteLaterKeys(code, register, stop);
        }

        if (plan.Spec.MarksKeys)
        {
            WritePoisonCheck(code, register, idle);
        }

        WriteEnds(code, register, idle);
    }

    /// <summary>Keys that only the later rows see.</summary>
    private static void WriteLaterKeys(CodeWriter code, RegisterTile register, RowEdge edge)
    {
        using (code.Block("if (seen < keys)"))
        {
            for (int column = 1; column < register.Shape.Columns; column++)
            {
                register.ForEachRowRun("AddKeys", column, (method, _, sums) =>
                    code.Line($"{method}(ref lanes, ValueTokenStride, ref scalars, {column}, {edge.Name} + row + {column + 1}, seen, keys, ref {sums.Replace(", ", ", ref ")});"));
            }
        }

        code.Line();
    }

    private void WriteEnds(CodeWriter code, RegisterTile register, bool idle)
    {
        (string name, string rescale) = tiles.Rescale is null ? ("ScaleRow", "") : ("EndRow", "ref rescale, ");
        for (int column = 0; column < register.Shape.Columns; column++)
        {
            string row = column == 0 ? "row" : $"row + {column}";
            register.ForEachRowRun(name, column, (method, vector, sums) =>
                code.Line($"{(idle && column > 0 ? $"if ({row} < rows) " : "")}{method}({register.At("output", Contexts, column, vector).Arguments}, {rescale}ref factor, {row}, {sums});"));
        }
    }

    /// <summary>Keys that are left out have weight 0, which adds nothing, unless their value is no number: then, and rarely otherwise, a sum is NaN.</summary>
    private void WritePoisonCheck(CodeWriter code, RegisterTile register, bool idle)
    {
        string rows = idle ? $"Math.Min({register.Shape.Columns}, rows - row)" : $"{register.Shape.Columns}";
        using (code.Block($"if ({register.HasNaN})"))
        {
            code.Line($"VisibleContexts.EndRows(ref weights, ref Floats.At(ref value, x), ValueTokenStride, {register.Shape.Vectors * register.Width.Lanes}, {register.Steps}, row, {rows}, {tiles.RescaleFrom("0")}, ref factor, ref output, ContextTokenStride);");
            code.Line("continue;");
        }

        code.Line();
    }
}
