namespace SpanAttention.Benchmarks.Data;

/// <summary>A block's weights, [out, in], and all tokens that it ever sees.</summary>
/// <param name="Attention">Its inputs are what the caches hold, [S − T, model], and behind them the tokens of the call, [sequences' tokens, model].</param>
/// <param name="QueryBias">[heads × d].</param>
/// <param name="KeyBias">[key/value heads × d].</param>
/// <param name="ValueBias">[key/value heads × d].</param>
/// <param name="FeedForward">Without inputs of its own.</param>
/// <param name="AttentionNorm">[model].</param>
/// <param name="AttentionNormBias">[model].</param>
/// <param name="FeedForwardNorm">[model].</param>
/// <param name="FeedForwardNormBias">[model].</param>
public sealed record BlockTensors(
    LayerTensors Attention,
    float[] QueryBias,
    float[] KeyBias,
    float[] ValueBias,
    FeedForwardTensors FeedForward,
    float[] AttentionNorm,
    float[] AttentionNormBias,
    float[] FeedForwardNorm,
    float[] FeedForwardNormBias)
{
    /// <summary>The tokens that all caches hold.</summary>
    public ReadOnlySpan<float> Cached(Workload workload) => Attention.Inputs.AsSpan(0, workload.CachedTokens * workload.ModelDim);

    /// <summary>The tokens of one call, sequence by sequence.</summary>
    public float[] Stream(Workload workload) => Attention.Inputs[(workload.CachedTokens * workload.ModelDim)..];
}
