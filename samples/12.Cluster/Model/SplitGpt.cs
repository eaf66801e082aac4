using GptModel;
using SpanAttention;

namespace Cluster.Model;

/// <summary>The GPT of samples/09.Gpt with its attention left out: whoever has the keys and values attends. Immutable; threads may share it.</summary>
public sealed class SplitGpt
{
    private const float NormEpsilon = 1e-5f;
    private readonly ByteHead head;
    private readonly float[] positions;
    private readonly float[] norm;
    private readonly float[] normBias;

    /// <summary>Makes the model from its weights, which are copied.</summary>
    /// <exception cref="InvalidDataException">They are of another model than is declared here.</exception>
    public SplitGpt(GptWeights weights)
    {
        if (weights.Shape != GptShape.Bytes with { Layers = weights.Shape.Layers })
        {
            throw new InvalidDataException($"The weights are those of {weights.Shape}; declared is {GptShape.Bytes}.");
        }

        Shape = weights.Shape;
        head = ByteHead.Create(weights["wte.weight"]);
        positions = weights["wpe.weight"].ToArray();
        Blocks = [.. Enumerable.Range(0, Shape.Layers).Select(layer => new SplitBlock(weights, layer))];
        norm = weights["ln_f.weight"].ToArray();
        normBias = weights["ln_f.bias"].ToArray();
        Hash = weights.Hash();
    }

    /// <summary>Its sizes.</summary>
    public GptShape Shape { get; }

    /// <summary>Its layers.</summary>
    public IReadOnlyList<SplitBlock> Blocks { get; }

    /// <summary>Tells its weights from others.</summary>
    public ulong Hash { get; }

    /// <summary>Embeddings of tokens and of their positions, [tokens, dim].</summary>
    public float[] Embed(ReadOnlySpan<int> tokens, int firstPosition)
    {
        float[] stream = new float[tokens.Length * Shape.Dim];
        for (int token = 0; token < tokens.Length; token++)
        {
            Span<float> row = stream.AsSpan(token * Shape.Dim, Shape.Dim);
            head.CopyWeights(tokens[token], row);
            ReadOnlySpan<float> place = positions.AsSpan((firstPosition + token) * Shape.Dim, Shape.Dim);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] += place[x];
            }
        }

        return stream;
    }

    /// <summary>Logits of the token after the last one of a stream.</summary>
    public void Logits(ReadOnlySpan<float> stream, Span<float> logits)
    {
        float[] state = stream[^Shape.Dim..].ToArray();
        Normalization.LayerNorm(state, norm, normBias, NormEpsilon, state);
        head.Forward(state, logits);
    }

    /// <summary>Queries, keys and values of a layer for tokens from position 0 on: what a lost range is made of again. One layer's are in memory at a time.</summary>
    public TokenHeads Project(ReadOnlySpan<int> tokens, int layer)
    {
        float[] stream = Embed(tokens, firstPosition: 0);
        for (int below = 0; below < layer; below++)
        {
            TokenHeads heads = Blocks[below].Project(stream);
            float[] contexts = new float[stream.Length];
            RangeAttention.Forward(heads.Query, heads.Key, heads.Value, contexts);
            Blocks[below].Add(contexts, stream);
        }

        return Blocks[layer].Project(stream);
    }
}
