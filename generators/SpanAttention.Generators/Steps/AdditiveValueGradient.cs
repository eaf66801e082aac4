using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds what one tile of weights brings to the gradients of its values, dimensions in lanes.</summary>
internal static class AdditiveValueGradient
{
    public static Step Create(AdditiveBackwardPlan plan) => new(
        "ValueGradient",
        new()
        {
            { "ref float", "weights" },
            { "ref float", "contextGradient" },
            { "int", "keys" },
            { "int", "rows" },
            { "ref float", "valueGradient" },
        },
        $"valueGradient_j += Σ_i weights[i, j] · contextGradient_i{DimensionSlice.Passes(plan.Attention)}.",
        (code, tile) => DimensionSlice.WriteAll(code, tile.Width, plan.Attention.ValueDim, "ValueDim", slice => WriteKeys(code, slice, plan)));

    private static void WriteKeys(CodeWriter code, DimensionSlice slice, AdditiveBackwardPlan plan)
    {
        using (code.Block("for (int j = 0; j < keys; j++)"))
        {
            code.Line($"{slice.Type} sum = default;");
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                code.Line("float weight = Floats.At(ref weights, (row * KeyTile) + j);");
                DimensionSlice.WritePass(code, plan.Attention, "weight");
                code.Line($"sum = {slice.Operations}.MultiplyAdd({slice.Operations}.Fill(weight), {slice.Load("contextGradient", "(row * ValueDim) + x")}, sum);");
            }

            code.Line();
            code.Line(slice.AddTo("valueGradient", "(j * ValueDim) + x", "sum"));
        }
    }
}
