using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds one key tile's weighted values to the contexts, which are rescaled to the new maximum on the way.</summary>
/// <param name="plan">What to emit.</param>
/// <param name="edge">The edge up to which a group of rows goes; null where all rows go over all keys of the tile.</param>
internal sealed class ContextTile(AttentionPlan plan, RowEdge? edge)
{
    private readonly KeyTiles tiles = KeyTiles.Of(plan);
    private readonly LaneLayout contexts = LaneLayout.Grouped(Groups.ContextSteps(plan));
    private readonly string keys = edge is null ? "keys" : "seen";

    /// <summary>For blocks whose rows all see all keys of the tile.</summary>
    public static Step Create(AttentionPlan plan) =>
        new ContextTile(plan, edge: null).Step("ContextTile", static tile => tile.Block);

    /// <summary>For blocks at the causal edge or with idle rows: a group of rows at a time, over the keys that its last row sees.</summary>
    public static Step CreateGroups(AttentionPlan plan) =>
        new ContextTile(plan, RowEdge.Of(plan.Spec)).Step("ContextGroups", static tile => tile.Group);

    private Step Step(string name, Func<TilePlan, TileShape> shape) =>
        new(name, Parameters, Equation, (code, tile) => WriteRows(code, tile, shape(tile)));

    private string Equation =>
        tiles.Rescale is null ? "context_i = Σ_j weights[j, i] · value_j." : "context_i = context_i · rescale_i + Σ_j weights[j, i] · value_j.";

    private Signature Parameters => new()
    {
        { "ref float", "weights" },
        { "ref float", "value" },
        { "int", plan.ValueChunks?.Dims },
        { "int", "keys" },
        { "int", "rows" },
        { "int", edge?.Name },
        { "ref float", tiles.Rescale },
        { "ref float", "context" },
    };

    private void WriteRows(CodeWriter code, TilePlan tile, TileShape shape)
    {
        void WriteRowLoop(TileShape columns)
        {
            using (code.Block($"for (int row = 0; row < rows; row += {tile.Rows(shape)})"))
            {
                edge?.WriteSeen(code, tile.Rows(shape));
                WriteTile(code, tile, columns);
            }
        }

        if (plan.ValueChunks is { } chunks)
        {
            // Heads this wide have few columns left over: where every tile looks for poison, single ones keep the method short.
            ColumnLoop.WriteVariable(code, "x", chunks.Dims, shape, plan.Spec.MarksKeys ? [shape.Columns, 1] : shape.Ladder, WriteRowLoop);
        }
        else
        {
            ColumnLoop.WriteConstant(code, "x", plan.Spec.ValueDim, shape, WriteRowLoop);
        }
    }

    private void WriteTile(CodeWriter code, TilePlan tile, TileShape shape)
    {
        RegisterTile register = new(
            tile.Width, shape, "sum", keys,
            Lanes: $"Floats.At(ref weights, {Groups.Start("row", "KeyTile")})", LaneLayout.Grouped("KeyTile"),
            Scalars: "Floats.At(ref value, x)", ColumnStride: "1", StepStride: "ValueTokenStride");
        code.Line($"ref float output = ref Floats.At(ref context, ({Groups.Start("row", Groups.ContextSteps(plan))}) + (x * RowGroup));");
        register.Write(code);
        if (edge is not null || plan.Spec.MarksKeys)
        {
            WritePoisonCheck(code, tile, register);
        }

        for (int vector = 0; vector < shape.Vectors; vector++)
        {
            WriteOutputs(code, register, vector);
        }
    }

    private void WriteOutputs(CodeWriter code, RegisterTile register, int vector)
    {
        string row = vector == 0 ? "row" : $"row + {vector * register.Width.Lanes}";
        string rescale = tiles.Rescale is null ? "" : $"{register.Width.Operations}.Load(ref rescale, {row}), ";
        register.ForEachRun(tiles.Rescale is null ? "Store" : "Add", vector, (method, first, sums) =>
            code.Line($"{method}({register.At("output", contexts, first, vector).Reference()}, {rescale}{sums});"));
    }

    /// <summary>Keys that are left out have weight 0, which adds nothing, unless their value is no number: then, and rarely otherwise, a sum is NaN.</summary>
    private void WritePoisonCheck(CodeWriter code, TilePlan tile, RegisterTile register)
    {
        using (code.Block($"if ({register.HasNaN})"))
        {
            string end = RowEdge.OfLoops(plan.Spec) is { } stop ? $"{stop.Name} + row" : keys;
            code.Line($"VisibleContexts.Add(ref Floats.At(ref weights, {Groups.Start("row", "KeyTile")}), ref Floats.At(ref value, x), ValueTokenStride, {register.Shape.Columns}, {keys}, {tile.Rows(register.Shape)}, {end}, {tiles.RescaleFrom("row")}, ref output, {Groups.ContextSteps(plan)});");
            code.Line("continue;");
        }

        code.Line();
    }
}
