namespace SpanAttention;

/// <summary>Declares self-attention without trainable weights: every token attends to every token by the dot product of their embeddings.</summary>
/// <remarks>
/// scores = X · Xᵀ, weights = normalized rows of scores, context = weights · X, with X of shape <c>[tokens, input dim]</c>. The scale is 1.
/// Emits <c>Scores</c> and <c>Weights</c>, <c>[tokens, tokens]</c>, and <c>Forward</c>, <c>[tokens, input dim]</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class SelfAttentionAttribute : Attribute
{
    /// <summary>Floats of one token's embedding. Required.</summary>
    public int InputDim { get; set; }

    /// <summary>Tokens, when known at compile time; otherwise they follow from the spans.</summary>
    public int SequenceLength { get; set; }

    /// <summary>Normalization of scores to weights: softmax, or division by their sum. Default: <see cref="ScoreNormalization.Softmax"/>.</summary>
    public ScoreNormalization Normalization { get; set; }

    /// <summary>Adds <c>Backward</c>: from the gradient of the contexts, that of the inputs. Default: false.</summary>
    /// <remarks>
    /// A token is query, key and value at once, and its gradient is the sum of all three's. Scores are computed again, tile by tile, so that nothing of the size of weights is ever in memory.
    /// Gradients have one canonical order, too.
    /// </remarks>
    public bool Gradients { get; set; }
}
