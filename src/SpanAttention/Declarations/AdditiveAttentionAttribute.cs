namespace SpanAttention;

/// <summary>Declares additive attention on the caller's query, key and value: what a query and a key have to do with each other is Σ v · tanh(query + key).</summary>
/// <remarks>
/// context = softmax(scores, masked) · value with score(i, j) = Σ v_x · tanh(query_i,x + key_j,x) (Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to
/// Align and Translate", 2015, appendix A.1.2). Query and key are the projections W · s and U · h of the paper; the weights v are a span of each call where <see cref="Scale"/> is
/// declared, and 1 where it is not. Query is <c>[query tokens, head dim]</c>, key <c>[key tokens, head dim]</c>, value <c>[key tokens, value dim]</c>.
/// Emits <c>Forward</c>, <c>[query tokens, value dim]</c>, and <c>Weights</c>, <c>[query tokens, key tokens]</c>.
/// Lengths that are declared are checked; lengths that are not come from the spans.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class AdditiveAttentionAttribute : Attribute
{
    /// <summary>Floats of one query or key token. Required.</summary>
    public int HeadDim { get; set; }

    /// <summary>Floats of one value token. Default: <see cref="HeadDim"/>.</summary>
    public int ValueDim { get; set; }

    /// <summary>Tokens of query and key alike. Excludes <see cref="QueryLength"/> and <see cref="KeyLength"/>.</summary>
    public int SequenceLength { get; set; }

    /// <summary>Query tokens.</summary>
    public int QueryLength { get; set; }

    /// <summary>Key and value tokens.</summary>
    public int KeyLength { get; set; }

    /// <summary>Makes calls take the vector v of the score, <c>[head dim]</c>. Default: false, a plain sum of tangents.</summary>
    public bool Scale { get; set; }

    /// <summary>Makes calls take a mask, <see cref="AttentionMask.Keys"/> or <see cref="AttentionMask.QueryKeys"/>. A query all of whose keys are masked gets zeros.</summary>
    public AttentionMask Mask { get; set; }

    /// <summary>Adds <c>Backward</c>: from the gradient of the contexts, those of query, key and value, and of the vector v where it is declared; and a <c>Forward</c> that gives logSumExp, too. Default: false.</summary>
    /// <remarks>
    /// Weights are computed again from logSumExp, tile by tile, so that nothing of the size of weights is ever in memory.
    /// Gradients have one canonical order, too, and what is masked reaches none.
    /// </remarks>
    public bool Gradients { get; set; }
}
