using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds what one tile of gradients of scores brings to those of queries, keys and the weights of the score, dimensions in lanes: every tangent is taken once more, and serves all three.</summary>
/// <remarks>A key's sums are in a register, those of the rows in scratch, as one of them has to be.</remarks>
internal static class TangentGradients
{
    public static Step Create(AdditiveBackwardPlan plan) => new(
        "TangentGradients",
        new()
        {
            { "ref float", "query" },
            { "ref float", "key" },
            { "ref float", "gradients" },
            { "int", "keys" },
            { "int", "rows" },
            { "ref float", "rowSums" },
            { "ref float", "queryGradient" },
            { "ref float", "keyGradient" },
            { "ref float", "scaleGradient", plan.HasScale },
        },
        $"With tangent_ij = tanh(query_i + key_j): queryGradient_i += Σ_j gradients[i, j] · (1 − tangent_ij²), keyGradient_j += Σ_i of the same{(plan.HasScale ? ", scaleGradient += Σ_j Σ_i gradients[i, j] · tangent_ij" : "")}{DimensionSlice.Passes(plan.Attention)}.",
        (code, tile) => DimensionSlice.WriteAll(code, tile.Width, plan.Attention.HeadDim, "HeadDim", slice => WriteTile(code, slice, plan)));

    private static void WriteTile(CodeWriter code, DimensionSlice slice, AdditiveBackwardPlan plan)
    {
        code.Line("MemoryMarshal.CreateSpan(ref rowSums, rows * RowGroup).Clear();");
        if (plan.HasScale)
        {
            code.Line($"{slice.Type} scaleSum = default;");
        }

        using (code.Block("for (int j = 0; j < keys; j++)"))
        {
            code.Line($"""
                {slice.Type} keyLane = {slice.Load("key", "(j * HeadDim) + x")};
                {slice.Type} keySum = default;
                """);
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                WritePair(code, slice, plan);
            }

            code.Line();
            code.Line(slice.AddTo("keyGradient", "(j * HeadDim) + x", "keySum"));
        }

        code.Line();
        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Line(slice.AddTo("queryGradient", "(row * HeadDim) + x", $"{slice.Operations}.Load(ref rowSums, row * RowGroup)"));
        }

        if (plan.HasScale)
        {
            code.Line();
            code.Line(slice.AddTo("scaleGradient", "x", "scaleSum"));
        }
    }

    private static void WritePair(CodeWriter code, DimensionSlice slice, AdditiveBackwardPlan plan)
    {
        code.Line("float pairGradient = Floats.At(ref gradients, (row * KeyTile) + j);");
        DimensionSlice.WritePass(code, plan.Attention, "pairGradient");
        code.Line($"""
            {slice.Type} gradient = {slice.Operations}.Fill(pairGradient);
            {slice.Type} tangent = HyperbolicTangent.Tanh({slice.Load("query", "(row * HeadDim) + x")} + keyLane);
            {slice.Type} slope = {slice.Operations}.MultiplyAdd(-tangent, tangent, {slice.Operations}.Fill(1f));
            keySum = {slice.Operations}.MultiplyAdd(gradient, slope, keySum);
            {slice.Operations}.Store({slice.Operations}.MultiplyAdd(gradient, slope, {slice.Operations}.Load(ref rowSums, row * RowGroup)), ref rowSums, row * RowGroup);
            """);
        if (plan.HasScale)
        {
            code.Line($"scaleSum = {slice.Operations}.MultiplyAdd(gradient, tangent, scaleSum);");
        }
    }
}
