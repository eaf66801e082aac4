using SpanAttention;

namespace GptModel;

/// <summary>A GPT of declared blocks.</summary>
/// <typeparam name="TBlock">Its blocks.</typeparam>
/// <typeparam name="THead">Its head, and its embeddings.</typeparam>
public sealed class Gpt<TBlock, THead> : Gpt
    where TBlock : IGptBlock<TBlock>
    where THead : IGptHead<THead>
{
    private readonly THead head;
    private readonly float[] positions;
    private readonly TBlock[] blocks;
    private readonly float[] norm;
    private readonly float[] normBias;

    /// <summary>Makes the model from its weights, which are copied.</summary>
    /// <exception cref="ArgumentException">They are of other sizes than the declarations.</exception>
    public Gpt(GptWeights weights)
        : base(weights.Shape)
    {
        head = THead.Create(weights["wte.weight"]);
        positions = weights["wpe.weight"].ToArray();
        blocks = [.. Enumerable.Range(0, Shape.Layers).Select(layer => TBlock.Create(weights, layer))];
        norm = weights["ln_f.weight"].ToArray();
        normBias = weights["ln_f.bias"].ToArray();
    }

    /// <inheritdoc/>
    public override GptCaches CreateCaches(int texts) => new([.. blocks.Select(block => Enumerable.Range(0, texts).Select(_ => block.CreateCache()).ToArray())]);

    /// <inheritdoc/>
    public override void Logits(ReadOnlySpan<float> states, Span<float> logits) => head.Forward(states, logits);

    /// <inheritdoc/>
    public override void Reserve(ReadOnlySpan<int> lengths) => AttentionScratch.Reserve(Math.Max(TBlock.WorkspaceBytes(lengths), THead.WorkspaceBytes(lengths.Length)));

    private protected override void Read(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, GptCaches caches, Span<float> states, GptAttention? attention)
    {
        // states = embedding of the token + embedding of its position
        int row = 0;
        for (int text = 0; text < lengths.Length; text++)
        {
            for (int index = 0; index < lengths[text]; index++, row++)
            {
                Embed(tokens[row], caches.Count(text) + index, states.Slice(row * Shape.Dim, Shape.Dim));
            }
        }

        for (int layer = 0; layer < blocks.Length; layer++)
        {
            attention?.Look(layer, states, caches);
            blocks[layer].Forward(states, lengths, caches.Layer(layer, lengths.Length));
        }

        Normalization.LayerNorm(states, norm, normBias, NormEpsilon, states);
    }

    private void Embed(int token, int position, Span<float> destination)
    {
        head.CopyWeights(token, destination);
        ReadOnlySpan<float> place = positions.AsSpan(position * Shape.Dim, Shape.Dim);
        for (int x = 0; x < destination.Length; x++)
        {
            destination[x] += place[x];
        }
    }
}
