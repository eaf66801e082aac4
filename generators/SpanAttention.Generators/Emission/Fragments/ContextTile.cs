using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Adds one key tile's weighted values to the contexts, which are rescaled to the new maximum on the way.</summary>
internal static class ContextTile
{
    /// <summary>For tiles whose keys all rows see.</summary>
    public static TileMethod Create(AttentionPlan plan) => Create(plan, "ContextTile", "context_i = context_i · rescale_i + Σ_j weights[j, i] · value_j.", skipsHidden: false);

    /// <summary>For tiles at the mask's edge. A product with weight 0 would not do: 0 · ∞ and 0 · NaN are NaN.</summary>
    public static TileMethod CreateEdge(AttentionPlan plan) => Create(plan, "EdgeContextTile", "As ContextTile, over the keys that a row sees: a hidden key's weight is negative.", skipsHidden: true);

    private static TileMethod Create(AttentionPlan plan, string name, string equation, bool skipsHidden) => plan.ChunksValues
        ? new(
            name,
            "ref float weights, ref float value, int dims, int keys, int rows, ref float rescale, ref float context",
            "ref weights, ref value, dims, keys, rows, ref rescale, ref context",
            equation,
            (code, tile) => WriteRows(code, tile, () => ColumnLoop.WriteVariable(code, "x", "dims", tile.ContextColumns, columns => WriteTile(code, tile, columns, skipsHidden))))
        : new(
            name,
            "ref float weights, ref float value, int keys, int rows, ref float rescale, ref float context",
            "ref weights, ref value, keys, rows, ref rescale, ref context",
            equation,
            (code, tile) => WriteRows(code, tile, () => ColumnLoop.WriteConstant(code, "x", plan.Spec.ValueDim, tile.ContextColumns, columns => WriteTile(code, tile, columns, skipsHidden))));

    private static void WriteRows(CodeWriter code, TilePlan tile, Action writeColumns)
    {
        using (code.Block($"for (int row = 0; row < rows; row += {tile.Rows})"))
        {
            for (int vector = 0; vector < tile.Vectors; vector++)
            {
                code.Line($"{tile.Width.Type} rescale{vector} = {tile.Width.Class}.LoadUnsafe(ref Unsafe.Add(ref rescale, row + {vector * tile.Width.Lanes}));");
            }

            writeColumns();
        }
    }

    private static void WriteTile(CodeWriter code, TilePlan tile, int columns, bool skipsHidden)
    {
        RegisterTile register = new(
            tile.Width, tile.Vectors, columns, "sum", "keys",
            Lanes: "Unsafe.Add(ref weights, row)", LaneStride: "QueryBlock",
            Scalars: "Unsafe.Add(ref value, x)", ColumnStride: "1", StepStride: "ValueTokenStride")
        {
            SkipsNegative = skipsHidden,
        };
        register.Write(code);
        code.Line("ref float output = ref Unsafe.Add(ref context, (x * QueryBlock) + row);");
        register.ForEachSum((column, vector, sum) =>
        {
            string place = register.At("output", "QueryBlock", column, vector);
            code.Line($"Lanes.MultiplyAdd({tile.Width.Class}.LoadUnsafe({place}), rescale{vector}, {sum}).StoreUnsafe({place});");
        });
    }
}
