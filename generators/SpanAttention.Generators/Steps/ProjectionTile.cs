using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>A linear projection of a block of tokens: tokens are vector lanes, and the weights of 16 outputs, which lie side by side, are broadcast.</summary>
internal static class ProjectionTile
{
    public static Step Create() =>
        new(
            "ProjectionTile",
            new() { { "ref float", "inputs" }, { "int", "inputDim" }, { "ref float", "weight" }, { "int", "outputDim" }, { "int", "rows" }, { "ref float", "outputs" } },
            "outputs[o, i] = Σ_x inputs[x, i] · weight[o, x].",
            static (code, tile) => WriteBody(code, tile));

    private static void WriteBody(CodeWriter code, TilePlan tile)
    {
        // Outputs outside, rows inside: the weights are read once for the whole block.
        ColumnLoop.WriteGroups(code, "o", "outputDim", tile.Block, columns =>
        {
            using (code.Block($"for (int row = 0; row < rows; row += {tile.Rows(tile.Block)})"))
            {
                WriteTile(code, tile, columns);
            }
        });
    }

    private static void WriteTile(CodeWriter code, TilePlan tile, TileShape shape)
    {
        RegisterTile register = new(
            tile.Width, shape, "sum", "inputDim",
            Lanes: $"Floats.At(ref inputs, (nint){Groups.Start("row", "inputDim")})", LaneLayout.Grouped("inputDim"),
            Scalars: "Floats.At(ref weight, ((nint)group * inputDim) + o - group)", ColumnStride: "1", StepStride: "RowGroup");
        register.Write(code);
        code.Line($"ref float output = ref Floats.At(ref outputs, ((nint){Groups.Start("row", "outputDim")}) + ((nint)o * RowGroup));");
        for (int vector = 0; vector < shape.Vectors; vector++)
        {
            register.ForEachRun("Store", vector, (method, first, sums) => code.Line($"{method}({register.At("output", LaneLayout.Grouped("outputDim"), first, vector).Reference()}, {sums});"));
        }
    }
}
