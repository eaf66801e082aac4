using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Steps;

/// <summary>Scores of one key tile for the query rows that share it: <c>[rows, KeyTile]</c>, keys in lanes.</summary>
/// <remarks>One sum at a time: a tangent is some thirty operations, and those of the next dimensions wait for none of this one's.</remarks>
internal static class AdditiveScores
{
    public static Step Create(AttentionSpec spec, AdditivePlan plan)
    {
        bool scaled = spec.Additive!.HasScale;
        KeyLaneTile scores = new("query", "key", "HeadDim", plan.KeyChunk < spec.HeadDim ? "KeyChunk" : null, "KeyChunk", "scores", "score", scaled ? "scale" : "") { Add = AddTangent };
        return new(
            "AdditiveScores",
            new()
            {
                { "ref float", "query" },
                { "ref float", "key" },
                { "int", "keys" },
                { "int", "rows" },
                { "ref float", "scale", scaled },
                { "ref float", "keyLanes" },
                { "ref float", "scores" },
            },
            $"scores[i, j] = Σ_x {(scaled ? "scale_x · " : "")}tanh(query_i,x + key_j,x); keys are transposed first.",
            (code, tile) => scores.Write(code, tile.Width));
    }

    private static string AddTangent(VectorWidth width, (string Row, string Lanes, string Scale) terms) => $"""
        {width.Type} tangent = HyperbolicTangent.Tanh({terms.Row} + {terms.Lanes});
        {(terms.Scale.Length > 0 ? $"sum = {width.Operations}.MultiplyAdd({width.Operations}.Broadcast(ref {terms.Scale}, x), tangent, sum);" : "sum += tangent;")}
        """;
}
