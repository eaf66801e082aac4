using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>A linear projection of a block of tokens: weights lie <c>[out, in]</c> and are broadcast, tokens are vector lanes.</summary>
internal static class ProjectionTile
{
    public static TileMethod Create(AttentionPlan plan) =>
        new(
            "ProjectionTile",
            "ref float inputs, int inputDim, ref float weight, int outputDim, int rows, ref float outputs",
            "ref inputs, inputDim, ref weight, outputDim, rows, ref outputs",
            "outputs[o, i] = Σ_x inputs[x, i] · weight[o, x].",
            static (code, tile) => WriteBody(code, tile));

    private static void WriteBody(CodeWriter code, TilePlan tile)
    {
        using (code.Block($"for (int row = 0; row < rows; row += {tile.Rows})"))
        {
            ColumnLoop.WriteVariable(code, "o", "outputDim", tile.ProjectionColumns, columns => WriteTile(code, tile, columns));
        }
    }

    private static void WriteTile(CodeWriter code, TilePlan tile, int columns)
    {
        RegisterTile register = new(
            tile.Width, tile.Vectors, columns, "sum", "inputDim",
            Lanes: "Unsafe.Add(ref inputs, row)", LaneStride: "QueryBlock",
            Scalars: "Unsafe.Add(ref weight, (nint)o * inputDim)", ColumnStride: "inputDim", StepStride: "1");
        register.Write(code);
        code.Line("ref float output = ref Unsafe.Add(ref outputs, ((nint)o * QueryBlock) + row);");
        register.ForEachSum((column, vector, sum) => code.Line($"{sum}.StoreUnsafe({register.At("output", "QueryBlock", column, vector)});"));
    }
}
