using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Steps;

/// <summary>Products of a block's rows, which are lanes, with the rows of one key tile.</summary>
/// <param name="Result">The tile that they go to: <c>scores</c>.</param>
/// <param name="Sum">One of them: <c>score</c>.</param>
/// <param name="Lanes">The block's rows: <c>queries</c>.</param>
/// <param name="Keys">The tile's rows.</param>
/// <param name="Steps">The dimensions of a group of lanes, a constant.</param>
/// <param name="Chunk">The part of the dimensions that is in lanes at once; null for all of them.</param>
/// <param name="Equation">One of them as an equation.</param>
internal sealed record TileProducts(string Result, string Sum, string Lanes, TokenTensor Keys, string Steps, Chunk? Chunk, string Equation)
{
    /// <summary>They are not stored themselves, but with each row's delta taken off and multiplied by the weights in the place of which they go.</summary>
    public bool IsWeighed { get; init; }

    /// <summary>Gradients of scores: those of weights, weighed.</summary>
    public static TileProducts Gradients(AttentionPlan plan) => Weights(plan) with { Result = "scores", Equation = "scores[j, i] = weights[j, i] · (contextGradient_i · value_j − delta_i)", IsWeighed = true };

    /// <summary>Scores: queries and keys.</summary>
    public static TileProducts Scores(AttentionPlan plan) => new("scores", "score", "queries", TokenTensor.Key, Groups.QuerySteps(plan), plan.QueryChunks, "scores[j, i] = query_i · key_j");

    /// <summary>Gradients of weights: those of contexts, and values.</summary>
    public static TileProducts Weights(AttentionPlan plan) =>
        new("products", "product", "gradients", TokenTensor.Value, Groups.ContextSteps(plan), plan.ValueChunks, "products[j, i] = contextGradient_i · value_j");
}
