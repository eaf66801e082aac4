using SpanAttention;

namespace GptModel;

/// <summary>Attention weights by a declared attention.</summary>
/// <typeparam name="TAttention">The attention of the model's blocks.</typeparam>
public sealed class GptAttention<TAttention> : GptAttention
    where TAttention : IGptAttention<TAttention>
{
    private readonly TAttention[] attentions;
    private readonly float[][] norms;
    private readonly float[][] normBiases;
    private readonly float[] inputs;
    private readonly float[] looks;

    /// <summary>Takes weights of queries and keys, which are copied, and room for a text.</summary>
    /// <param name="weights">The model's weights.</param>
    /// <param name="capacity">Tokens of the longest text.</param>
    /// <exception cref="ArgumentException">The weights are of other sizes than the declaration.</exception>
    public GptAttention(GptWeights weights, int capacity)
        : base(weights.Shape.Layers, TAttention.HeadCount, capacity)
    {
        attentions = [.. Enumerable.Range(0, Layers).Select(layer => TAttention.Create(weights, layer))];
        norms = [.. Enumerable.Range(0, Layers).Select(layer => weights.Of(layer, "ln_1.weight").ToArray())];
        normBiases = [.. Enumerable.Range(0, Layers).Select(layer => weights.Of(layer, "ln_1.bias").ToArray())];
        inputs = new float[capacity * weights.Shape.Dim];
        looks = new float[Heads * capacity * capacity];
    }

    internal override void Look(int layer, ReadOnlySpan<float> stream, GptCaches caches)
    {
        Span<float> normalized = inputs.AsSpan(0, stream.Length);
        Normalization.LayerNorm(stream, norms[layer], normBiases[layer], Gpt.NormEpsilon, normalized);

        KeyValueCache cache = caches.Of(layer, text: 0);
        int count = stream.Length / norms[layer].Length;
        int seen = cache.Count + count;
        Span<float> rows = looks.AsSpan(0, Heads * count * seen);
        attentions[layer].AttentionWeights(normalized, cache, rows);
        for (int row = 0; row < Heads * count; row++)
        {
            rows.Slice(row * seen, seen).CopyTo(Slot(layer, row / count, cache.Count + (row % count)));
        }
    }
}
