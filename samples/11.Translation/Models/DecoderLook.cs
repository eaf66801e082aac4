using SpanAttention;
using Training;

namespace Translation;

/// <summary>The attentions of a decoder's block by themselves, for what its second one looks at.</summary>
/// <param name="weights">Weights of the model.</param>
/// <param name="name">The block.</param>
internal sealed class DecoderLook(TrainedWeights weights, string name)
{
    private const int Dim = CrossLook.InputDim;
    private const float NormEpsilon = 1e-5f;

    private readonly OwnLook own = new(new OwnLook.Weights
    {
        Query = weights[$"{name}.attention.query"],
        Key = weights[$"{name}.attention.key"],
        Value = weights[$"{name}.attention.value"],
        Output = weights[$"{name}.attention.output"],
        OutputBias = weights[$"{name}.attention.output.bias"],
    });

    private readonly CrossLook cross = new(new CrossLook.Weights
    {
        Query = weights[$"{name}.cross.query"],
        Key = weights[$"{name}.cross.key"],
        Value = weights[$"{name}.cross.value"],
    });

    /// <summary>Weights of all heads, [heads, target tokens, source tokens].</summary>
    /// <param name="stream">[target tokens, dim], as it comes to the block.</param>
    /// <param name="encoded">[source tokens, dim].</param>
    public float[] Weigh(ReadOnlySpan<float> stream, ReadOnlySpan<float> encoded)
    {
        float[] normalized = new float[stream.Length];
        float[] sum = new float[stream.Length];
        Normalization.LayerNorm(stream, weights[$"{name}.attention.norm"], weights[$"{name}.attention.norm.bias"], NormEpsilon, normalized);
        own.ForwardAdd(normalized, stream, sum);
        Normalization.LayerNorm(sum, weights[$"{name}.cross.norm"], weights[$"{name}.cross.norm.bias"], NormEpsilon, normalized);
        float[] looks = new float[CrossLook.Heads * (stream.Length / Dim) * (encoded.Length / Dim)];
        cross.AttentionWeights(normalized, encoded, looks);
        return looks;
    }
}
