using SpanAttention.Benchmarks.Data;

namespace SpanAttention.Benchmarks.Models;

/// <summary>W18, a model of the shape of GPT-2 small: 12 blocks of 768, 50 257 tokens, random weights. The head's weights are the embeddings; those of positions are 0.</summary>
internal static class ModelShape
{
    public const int Layers = 12;
    public const int Vocabulary = 50257;
    public const int Dim = 768;
    public const int Heads = 12;
    public const int HeadDim = 64;
    public const float NormEpsilon = 1e-5f;

    /// <summary>A block on one token.</summary>
    public static Workload Block { get; } = new("W18 GPT-2 small", Heads, Heads, 1, 1, HeadDim, Causal: true, Dim) { HiddenDim = 3072 };

    public static ModelTensors Tensors() => RandomTensors.Model(Block, Layers, Vocabulary, ModelCall.Decode.Length);

    /// <summary>Bytes of weights, keys and values that a decoded token reads.</summary>
    public static double BytesRead(ModelTensors tensors, double bytesPerWeight) =>
        (tensors.MatrixLength * bytesPerWeight) + (2.0 * sizeof(float) * Layers * Dim * ModelCall.Decode.Length);
}
