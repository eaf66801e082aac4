using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Adds what one tile of pairs brings to gradients in the rows that they go to, dimensions in lanes: each row's sum over the tile's other side, weighted.</summary>
internal static class SelfGradient
{
    /// <summary>Gradients in rows of keys, or of values.</summary>
    public static Step CreateKeys(SelfBackwardPlan plan) => new(
        "KeyGradient",
        Parameters,
        "gradient_j += Σ_i weights[i, j] · source_i.",
        (code, tile) => Write(code, tile, plan, ("j", "keys"), ("row", "rows")));

    /// <summary>Gradients in rows of queries.</summary>
    public static Step CreateRows(SelfBackwardPlan plan) => new(
        "QueryGradient",
        Parameters,
        "gradient_i += Σ_j weights[i, j] · source_j.",
        (code, tile) => Write(code, tile, plan, ("row", "rows"), ("j", "keys")));

    private static Signature Parameters => new()
    {
        { "ref float", "weights" },
        { "ref float", "source" },
        { "int", "keys" },
        { "int", "rows" },
        { "ref float", "gradient" },
    };

    private static void Write(CodeWriter code, TilePlan tile, SelfBackwardPlan plan, (string Index, string Count) written, (string Index, string Count) summed) =>
        DimensionSlice.WriteAll(code, tile.Width, plan.Attention.HeadDim, "InputDim", slice =>
        {
            using (code.Block($"for (int {written.Index} = 0; {written.Index} < {written.Count}; {written.Index}++)"))
            {
                code.Line($"{slice.Type} sum = default;");
                using (code.Block($"for (int {summed.Index} = 0; {summed.Index} < {summed.Count}; {summed.Index}++)"))
                {
                    code.Line($"sum = {slice.Operations}.MultiplyAdd({slice.Operations}.Broadcast(ref weights, (row * KeyTile) + j), {slice.Load("source", $"({summed.Index} * InputDim) + x")}, sum);");
                }

                code.Line();
                code.Line(slice.AddTo("gradient", $"({written.Index} * InputDim) + x", "sum"));
            }
        });
}
