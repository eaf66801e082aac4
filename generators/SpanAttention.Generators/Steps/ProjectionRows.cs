using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>A linear projection of few tokens, which are rows: outputs are vector lanes, so that reading the weights, once for all tokens, is what it costs.</summary>
internal static class ProjectionRows
{
    private const int OutputGroup = AttentionPlan.RowGroup;

    public static Step Create(AttentionPlan plan) =>
        new(
            "ProjectionRows",
            new() { { "ref float", "inputs" }, { "int", "inputDim" }, { "ref float", "weight" }, { "int", "outputStride" }, { "int", "rows" }, { "ref float", "outputs" } },
            "outputs[i, o] = Σ_x inputs[i, x] · weight[o, x]; outputStride is the outputs rounded up to whole groups of 16.",
            (code, tile) => WriteBody(code, tile.Width, plan.Spec.WidestProjection, plan.Decode!.Queries));

    private static void WriteBody(CodeWriter code, VectorWidth width, int widestProjection, int mostRows)
    {
        int outputs = DecodePlan.OutputGroups(width) * OutputGroup;
        bool hasWide = widestProjection > outputs - OutputGroup;
        if (hasWide)
        {
            code.Line("int o = 0;");
            code.Line("// A token alone: so many outputs at once that the latency of multiply-add is hidden");
            using (code.Block($"for (; rows == 1 && o <= outputStride - {outputs}; o += {outputs})"))
            {
                WriteTile(code, width, new(outputs / width.Lanes, 1), "0");
            }

            code.Line();
        }

        using (code.Block($"for ({(hasWide ? "" : "int o = 0")}; o < outputStride; o += RowGroup)"))
        {
            RowColumns.Write(code, width, mostRows, columns => WriteTile(code, width, new(OutputGroup / width.Lanes, columns), "row"));
        }
    }

    private static void WriteTile(CodeWriter code, VectorWidth width, TileShape shape, string row)
    {
        RegisterTile register = new(
            width, shape, "sum", "inputDim",
            Lanes: "Floats.At(ref weight, (nint)o * inputDim)", LaneLayout.Grouped("inputDim"),
            Scalars: row == "0" ? "inputs" : $"Floats.At(ref inputs, {row} * inputDim)", ColumnStride: "inputDim", StepStride: "1");
        register.Write(code);
        code.Line($"ref float output = ref Floats.At(ref outputs, {(row == "0" ? "o" : $"({row} * outputStride) + o")});");
        for (int column = 0; column < register.Shape.Columns; column++)
        {
            register.ForEachRowRun("Row", column, (method, vector, sums) => code.Line($"{method}({register.At("output", LaneLayout.Flat("outputStride"), column, vector).Reference()}, {sums});"));
        }
    }
}
