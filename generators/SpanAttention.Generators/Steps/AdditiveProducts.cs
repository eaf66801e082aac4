using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Steps;

/// <summary>Gradients of weights of one key tile for the query rows that share it: <c>[rows, KeyTile]</c>, keys in lanes.</summary>
internal static class AdditiveProducts
{
    public static Step Create(AdditiveBackwardPlan plan)
    {
        AttentionSpec spec = plan.Attention;
        KeyLaneTile products = new("contextGradient", "value", "ValueDim", plan.ValueChunk < spec.ValueDim ? "ValueChunk" : null, "ValueChunk", "products", "product") { Add = AddProduct };
        return new(
            "AdditiveProducts",
            new()
            {
                { "ref float", "contextGradient" },
                { "ref float", "value" },
                { "int", "keys" },
                { "int", "rows" },
                { "ref float", "keyLanes" },
                { "ref float", "products" },
            },
            "products[i, j] = Σ_x contextGradient_i,x · value_j,x; values are transposed first.",
            (code, tile) => products.Write(code, tile.Width));
    }

    private static string AddProduct(VectorWidth width, (string Row, string Lanes, string Scale) terms) => $"sum = {width.Operations}.MultiplyAdd({terms.Row}, {terms.Lanes}, sum);";
}
