namespace SpanAttention;

/// <summary>Declares scaled dot-product attention on the caller's query, key and value.</summary>
/// <remarks>
/// context = softmax(query · keyᵀ · scale, masked) · value, head by head (Vaswani et al., "Attention Is All You Need", 2017, section 3.2.1).
/// Query and destination are <c>[query tokens, heads, dim]</c>, key and value <c>[key tokens, key/value heads, dim]</c>, or heads first by <see cref="Layout"/>.
/// Lengths that are declared are checked; lengths that are not come from the spans.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class AttentionAttribute : Attribute
{
    /// <summary>Floats of one query or key head. Required.</summary>
    public int HeadDim { get; set; }

    /// <summary>Floats of one value head. Default: <see cref="HeadDim"/>.</summary>
    public int ValueDim { get; set; }

    /// <summary>Query heads. Default: 1.</summary>
    public int Heads { get; set; }

    /// <summary>Key/value heads; must divide <see cref="Heads"/>, and query head h uses key/value head h / (heads / key/value heads). Default: <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get; set; }

    /// <summary>Tokens of query and key alike. Excludes <see cref="QueryLength"/> and <see cref="KeyLength"/>.</summary>
    public int SequenceLength { get; set; }

    /// <summary>Query tokens.</summary>
    public int QueryLength { get; set; }

    /// <summary>Key and value tokens.</summary>
    public int KeyLength { get; set; }

    /// <summary>The order of the axes. Default: <see cref="AttentionLayout.TokensFirst"/>.</summary>
    public AttentionLayout Layout { get; set; }

    /// <summary>Multiplies query · key. Positive and finite. Default: 1 / √HeadDim.</summary>
    public double Scale { get; set; }

    /// <summary>Lets query i see key j only if j ≤ p(i); see <see cref="Alignment"/>. Default: false. With <see cref="RightWindow"/>, the smaller bound counts.</summary>
    public bool Causal { get; set; }

    /// <summary>Keys before its position that a query sees: key j is visible to query i only if j ≥ p(i) − LeftWindow. Default: −1, no bound.</summary>
    /// <remarks>What is elsewhere called a sliding window of W tokens is a left window of W − 1.</remarks>
    public int LeftWindow { get; set; } = -1;

    /// <summary>Keys after its position that a query sees: key j is visible to query i only if j ≤ p(i) + RightWindow. Default: −1, no bound.</summary>
    public int RightWindow { get; set; } = -1;

    /// <summary>The position p(i) of query i among the keys, for causal attention, windows and <see cref="Alibi"/>. Default: <see cref="QueryAlignment.BottomRight"/>, the last query at the last key.</summary>
    public QueryAlignment Alignment { get; set; }

    /// <summary>Scores become cap · tanh(score / cap), after the scale and before bias and mask. Positive and finite. Default: no cap.</summary>
    public double SoftCap { get; set; }

    /// <summary>The axes of a mask, a <c>ReadOnlySpan&lt;bool&gt;</c> after the value, true where a key takes part. What is masked reaches no result, were it NaN or ∞. Default: none.</summary>
    public AttentionMask Mask { get; set; }

    /// <summary>The axes of a bias, a <c>ReadOnlySpan&lt;float&gt;</c> after the mask, which is added to the scores; exactly −∞ masks. Default: none.</summary>
    public AttentionBias Bias { get; set; }

    /// <summary>Subtracts slope(h) · |p(i) − j| from the scores of head h (Press et al., "Train Short, Test Long", 2022). Default: false.</summary>
    /// <remarks>Of n heads, n a power of two, head h has slope 2^(−8 (h + 1) / n). For other n, the largest power of two below takes its own slopes, and the heads beyond every other slope of twice as many.</remarks>
    public bool Alibi { get; set; }

    /// <summary>Gives every head a sink: a logit, in a <c>ReadOnlySpan&lt;float&gt;</c> of <c>[heads]</c> after the bias, that takes part in the sum of exponentials and has no value. Default: false.</summary>
    /// <remarks>logSumExp includes it: a row that sees no key has exactly the sink.</remarks>
    public bool Sinks { get; set; }

    /// <summary>Drops weights by a keep-mask: a <c>ReadOnlySpan&lt;bool&gt;</c> of <c>[heads, query tokens, key tokens]</c> before the destination, true where a weight is kept. Default: false.</summary>
    /// <remarks>Kept weights are divided by 1 − <see cref="DropoutRate"/>; sums, <c>Weights</c> and <c>Scores</c> know nothing of it.</remarks>
    public bool Dropout { get; set; }

    /// <summary>The share of weights that is dropped: at least 0, less than 1. Goes with <see cref="Dropout"/>. Default: 0.</summary>
    public double DropoutRate { get; set; }

    /// <summary>Adds <c>Backward</c>: from the gradient of the contexts, those of query, key and value, and of bias and sinks where they are declared. Default: false.</summary>
    /// <remarks>
    /// Weights are computed again from logSumExp, tile by tile, so that nothing of the size of weights is ever in memory (Dao, "FlashAttention-2", 2023, algorithm 2).
    /// Gradients have one canonical order, too, and what is masked reaches none.
    /// </remarks>
    public bool Gradients { get; set; }

    /// <summary>Adds <c>Begin</c>, <c>Continue</c> and <c>Finish</c>: attention over keys that come part by part, with a running state between them. Default: false.</summary>
    /// <remarks>
    /// The state is a span of <c>StateLength</c> floats: maximum, sum and unnormalized context of each row (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018).
    /// Parts that are cut at multiples of 64 keys, and are attended in their order, give the bits of <c>Forward</c> over all of them.
    /// Where positions matter, <c>Continue</c> takes the index of the part's first key, and the number of all keys where <see cref="Alignment"/> asks for it.
    /// </remarks>
    public bool State { get; set; }

    /// <summary>Floats from one query token to the next, for a query that is a slice of wider rows; with tokens first. Default: heads × head dim.</summary>
    /// <remarks>A span of T tokens ends with the last one, or anywhere before the next would start.</remarks>
    public int QueryStride { get; set; }

    /// <summary>Floats from one key token to the next, as <see cref="QueryStride"/>. Default: key/value heads × head dim.</summary>
    public int KeyStride { get; set; }

    /// <summary>Floats from one value token to the next, as <see cref="QueryStride"/>. Default: key/value heads × value dim.</summary>
    public int ValueStride { get; set; }
}
