using GptModel;
using SpanAttention;

namespace Cluster.Model;

/// <summary>A block of the GPT, cut where it attends: what comes before is a query, a key and a value a token, and what comes after takes contexts. Together they have the bits of <see cref="ByteBlock"/>.</summary>
public sealed class SplitBlock
{
    /// <summary>Floats of a token.</summary>
    public const int Dim = TokenProjection.InputDim;

    private const float NormEpsilon = 1e-5f;
    private readonly float[] attentionNorm;
    private readonly float[] attentionNormBias;
    private readonly TokenProjection projection;
    private readonly ContextProjection output;
    private readonly float[] feedForwardNorm;
    private readonly float[] feedForwardNormBias;
    private readonly TokenFeedForward feedForward;

    /// <summary>The block of a layer.</summary>
    public SplitBlock(GptWeights weights, int layer)
    {
        attentionNorm = weights.Of(layer, "ln_1.weight").ToArray();
        attentionNormBias = weights.Of(layer, "ln_1.bias").ToArray();
        projection = new(new() { Weight = weights.Of(layer, "attn.c_attn.weight"), Bias = weights.Of(layer, "attn.c_attn.bias") });
        output = new(new() { Weight = weights.Of(layer, "attn.c_proj.weight"), Bias = weights.Of(layer, "attn.c_proj.bias") });
        feedForwardNorm = weights.Of(layer, "ln_2.weight").ToArray();
        feedForwardNormBias = weights.Of(layer, "ln_2.bias").ToArray();
        feedForward = new(new()
        {
            Up = weights.Of(layer, "mlp.c_fc.weight"),
            UpBias = weights.Of(layer, "mlp.c_fc.bias"),
            Down = weights.Of(layer, "mlp.c_proj.weight"),
            DownBias = weights.Of(layer, "mlp.c_proj.bias"),
        });
    }

    /// <summary>Queries, keys and values of tokens.</summary>
    /// <param name="stream">[tokens, dim].</param>
    public TokenHeads Project(ReadOnlySpan<float> stream)
    {
        int tokens = stream.Length / Dim;
        float[] normalized = new float[stream.Length];
        float[] projected = new float[3 * stream.Length];
        Normalization.LayerNorm(stream, attentionNorm, attentionNormBias, NormEpsilon, normalized);
        projection.Forward(normalized, projected);
        TokenHeads heads = new(new float[stream.Length], new float[stream.Length], new float[stream.Length]);
        for (int token = 0; token < tokens; token++)
        {
            ReadOnlySpan<float> row = projected.AsSpan(token * 3 * Dim, 3 * Dim);
            row[..Dim].CopyTo(heads.Query.AsSpan(token * Dim));
            row[Dim..(2 * Dim)].CopyTo(heads.Key.AsSpan(token * Dim));
            row[(2 * Dim)..].CopyTo(heads.Value.AsSpan(token * Dim));
        }

        return heads;
    }

    /// <summary>Adds what attention and feed-forward make of the contexts to the stream.</summary>
    /// <param name="contexts">[tokens, heads, head dim].</param>
    /// <param name="stream">[tokens, dim], in place.</param>
    public void Add(ReadOnlySpan<float> contexts, Span<float> stream)
    {
        float[] normalized = new float[stream.Length];
        output.ForwardAdd(contexts, stream, stream);
        Normalization.LayerNorm(stream, feedForwardNorm, feedForwardNormBias, NormEpsilon, normalized);
        feedForward.ForwardAdd(normalized, stream, stream);
    }
}
