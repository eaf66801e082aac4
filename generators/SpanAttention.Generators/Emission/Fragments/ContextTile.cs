using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Adds one key tile's weighted values to the contexts, which are rescaled to the new maximum on the way.</summary>
internal static class ContextTile
{
    /// <summary>For blocks whose rows all see all keys of the tile.</summary>
    public static Step Create(AttentionPlan plan) =>
        new("ContextTile", Parameters(plan, plan.ChunksValues, edge: ""), Equation(plan), (code, tile) => WriteRows(code, tile, tile.Block, plan, edge: "")) { Parts = Parts(plan, looksForPoison: IsMarked(plan)) };

    /// <summary>For blocks at the causal edge or with idle rows: a group of rows at a time, over the keys that its last row sees.</summary>
    public static Step CreateGroups(AttentionPlan plan) =>
        new("ContextGroups", Parameters(plan, plan.ChunksValues, Edge(plan)), Equation(plan), (code, tile) => WriteRows(code, tile, tile.Group, plan, Edge(plan))) { Parts = Parts(plan, looksForPoison: plan.Spec.LeavesKeysOut) };

    /// <summary>Step of a group where the product with a hidden key's weight, which is 0, is not 0: 0 · ∞ and 0 · NaN are NaN.</summary>
    public static Step CreateVisible(AttentionPlan plan) => new(
        "VisibleContext",
        Parameters(plan, hasDims: true, edge: plan.Spec.Adjusts ? "" : Edge(plan)),
        Equation(plan) + " For one group of rows; keys that a row does not see are left out one by one.",
        (code, tile) => WriteVisible(code, tile, plan))
    {
        IsPart = true,
    };

    private static string Edge(AttentionPlan plan) => plan.Spec.HasEdge ? RowPositions.Edge(plan.Spec) : "";

    /// <summary>Weights of keys that are left out are −0, in any tile.</summary>
    private static bool IsMarked(AttentionPlan plan) => plan.Spec is { Adjusts: true, LeavesKeysOut: true };

    private static string Equation(AttentionPlan plan) =>
        plan.SingleTile ? "context_i = Σ_j weights[j, i] · value_j." : "context_i = context_i · rescale_i + Σ_j weights[j, i] · value_j.";

    private static IReadOnlyList<Step> Parts(AttentionPlan plan, bool looksForPoison) => looksForPoison ? [CreateVisible(plan)] : [];

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
            ColumnLoop.WriteVariable(code, "x", "dims", shape, IsMarked(plan) ? [shape.Columns, 1] : shape.Ladder, WriteRowLoop);
        }
        else
        {
            ColumnLoop.WriteConstant(code, "x", plan.Spec.ValueDim, shape, WriteRowLoop);
        }
    }

    private static void WriteRescale(CodeWriter code, TilePlan tile, TileShape shape)
    {
        for (int vector = 0; vector < shape.Vectors; vector++)
        {
            string offset = vector == 0 ? "row" : $"row + {vector * tile.Width.Lanes}";
            code.Line($"{tile.Width.Type} rescale{vector} = {tile.Width.Class}.LoadUnsafe(ref Unsafe.Add(ref rescale, {offset}));");
        }
    }

    private static void WriteTile(CodeWriter code, TilePlan tile, TileShape shape, AttentionPlan plan, string edge)
    {
        string keys = edge.Length > 0 ? "seen" : "keys";
        RegisterTile register = NewTile(tile, shape, keys);
        code.Line($"ref float output = ref Unsafe.Add(ref context, ({Groups.Start("row", Groups.ContextSteps(plan))}) + (x * RowGroup));");
        register.Write(code);
        if (edge.Length > 0 || IsMarked(plan))
        {
            WritePoisonCheck(code, tile, register, plan, keys);
        }

        WriteOutputs(code, tile, register, plan);
    }

    private static RegisterTile NewTile(TilePlan tile, TileShape shape, string keys) => new(
        tile.Width, shape, "sum", keys,
        Lanes: $"Unsafe.Add(ref weights, {Groups.Start("row", "KeyTile")})", LaneLayout.Grouped("KeyTile"),
        Scalars: "Unsafe.Add(ref value, x)", ColumnStride: "1", StepStride: "ValueTokenStride");

    private static void WriteOutputs(CodeWriter code, TilePlan tile, RegisterTile register, AttentionPlan plan)
    {
        if (!plan.SingleTile)
        {
            WriteRescale(code, tile, register.Shape);
        }

        register.ForEachSum((column, vector, sum) =>
        {
            string place = register.At("output", LaneLayout.Grouped(Groups.ContextSteps(plan)), column, vector);
            code.Line(plan.SingleTile
                ? $"{sum}.StoreUnsafe({place});"
                : $"Lanes.MultiplyAdd({tile.Width.Class}.LoadUnsafe({place}), rescale{vector}, {sum}).StoreUnsafe({place});");
        });
    }

    /// <summary>Keys that are left out have weight 0, which adds nothing, unless their value is no number: then, and rarely otherwise, a sum is NaN.</summary>
    private static void WritePoisonCheck(CodeWriter code, TilePlan tile, RegisterTile register, AttentionPlan plan, string keys)
    {
        List<string> sums = [];
        register.ForEachSum((_, _, sum) => sums.Add(sum));
        using (code.Block($"if (Lanes.AnyNaN({string.Join(" + ", sums)}))"))
        {
            code.Line(CreateVisible(plan).CallOf(
                tile.Width,
                ("weights", $"ref Unsafe.Add(ref weights, {Groups.Start("row", "KeyTile")})"),
                ("value", "ref Unsafe.Add(ref value, x)"),
                ("dims", $"{register.Shape.Columns}"),
                ("keys", keys),
                ("rows", $"{tile.Rows(register.Shape)}"),
                ("position", "position + row"),
                ("edge", "edge + row"),
                ("rescale", "ref Unsafe.Add(ref rescale, row)"),
                ("context", "ref output")));
            code.Line("continue;");
        }

        code.Line();
    }

    private static void WriteVisible(CodeWriter code, TilePlan tile, AttentionPlan plan)
    {
        VectorWidth width = tile.Width;
        TileShape single = new(Vectors: 1, Columns: 1);
        using (code.Block($"for (int row = 0; row < rows; row += {width.Lanes})"))
        {
            string weights = $"Unsafe.Add(ref weights, {Groups.Vector(width, "row", "KeyTile")})";
            string output = $"({Groups.Vector(width, "row", Groups.ContextSteps(plan))}) + (x * RowGroup)";
            if (!plan.Spec.Adjusts)
            {
                // Rows of one group
                weights = "Unsafe.Add(ref weights, row)";
                output = "(x * RowGroup) + row";
                code.Line($"{width.Class}<int> position0 = {RowPositions.Of(width, $"{Edge(plan)} + row")};");
            }

            using (code.Block("for (int x = 0; x < dims; x++)"))
            {
                code.Line($"ref float output = ref Unsafe.Add(ref context, {output});");
                RegisterTile register = NewTile(tile, single, "keys") with { Skips = (_, lanes) => LeftOut(plan, width, lanes), Lanes = weights };
                register.Write(code);
                WriteOutputs(code, tile, register, plan);
            }
        }
    }

    /// <summary>Condition for a key to be left out: beyond the edge; where there are other reasons, its weight is marked.</summary>
    private static string LeftOut(AttentionPlan plan, VectorWidth width, string weight) => plan.Spec.Adjusts
        ? $"{width.Class}.Equals({weight}.AsInt32(), {width.Class}.Create(int.MinValue)).AsSingle()"
        : $"{width.Class}.GreaterThan({width.Class}.Create(step), position0).AsSingle()";
}
