using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Steps;

/// <summary>Products of some rows with the tokens of a tile, <c>[rows, KeyTile]</c>, tokens in lanes: scores, where rows are queries, and gradients of weights, where they are those of contexts.</summary>
internal static class SelfProducts
{
    public static Step Create(SelfBackwardPlan plan)
    {
        KeyLaneTile products = new("tensor", "key", "InputDim", plan.KeyChunk < plan.Attention.HeadDim ? "KeyChunk" : null, "KeyChunk", "products", "product") { Add = AddProduct };
        return new(
            "SelfProducts",
            new()
            {
                { "ref float", "tensor" },
                { "ref float", "key" },
                { "int", "keys" },
                { "int", "rows" },
                { "ref float", "keyLanes" },
                { "ref float", "products" },
            },
            "products[i, j] = tensor_i · key_j; keys are transposed first.",
            (code, tile) => products.Write(code, tile.Width));
    }

    private static string AddProduct(VectorWidth width, (string Row, string Lanes, string Scale) terms) => $"sum = {width.Operations}.MultiplyAdd({terms.Row}, {terms.Lanes}, sum);";
}
