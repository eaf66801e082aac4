using GptModel;
using SpanAttention;

namespace GptTraining;

/// <summary>A GPT that learns: windows of text forward, and the gradient of their loss back. Threads may share it between two <see cref="Load"/>.</summary>
/// <typeparam name="TBlock">Its blocks.</typeparam>
/// <typeparam name="TBlockTape">Their tapes.</typeparam>
/// <typeparam name="THead">Its head, and its embeddings.</typeparam>
/// <typeparam name="THeadTape">Its tapes.</typeparam>
internal sealed class LearningGpt<TBlock, TBlockTape, THead, THeadTape>
    where TBlock : ILearningGptBlock<TBlock, TBlockTape>
    where THead : ILearningGptHead<THead, THeadTape>
{
    private const float NormEpsilon = 1e-5f;

    private readonly GptWeights weights;
    private readonly GptPlaces places;
    private readonly THead head;
    private readonly TBlock[] blocks;

    public LearningGpt(GptWeights weights, GptPlaces places)
    {
        this.weights = weights;
        this.places = places;
        head = THead.Create(weights["wte.weight"]);
        blocks = [.. Enumerable.Range(0, weights.Shape.Layers).Select(layer => TBlock.Create(weights, layer))];
    }

    private int Dim => weights.Shape.Dim;

    /// <summary>Takes over weights that have changed.</summary>
    public void Load()
    {
        head.Load(weights["wte.weight"]);
        for (int layer = 0; layer < blocks.Length; layer++)
        {
            blocks[layer].Load(weights, layer);
        }
    }

    /// <summary>The mean loss of windows, in nats a token. Their gradient by each logit is left in the pass.</summary>
    public double Loss(WindowPass<TBlockTape, THeadTape> pass)
    {
        Embeddings.Forward(weights["wte.weight"], Dim, pass.Tokens, pass.States);
        Embeddings.ForwardAdd(weights["wpe.weight"], Dim, pass.Positions, pass.States, pass.States);
        for (int layer = 0; layer < blocks.Length; layer++)
        {
            blocks[layer].Forward(pass.States, pass.Lengths, pass.BlockTapes[layer]);
        }

        Normalization.LayerNorm(pass.States, weights["ln_f.weight"], weights["ln_f.bias"], NormEpsilon, pass.Normalized);
        head.Forward(pass.Normalized, pass.HeadTape, pass.Logits);
        return CrossEntropy.Mean(pass.Logits, pass.Targets, pass.Logits);
    }

    /// <summary>Adds the gradients of the loss by all weights, after <see cref="Loss"/>.</summary>
    public void AddGradients(WindowPass<TBlockTape, THeadTape> pass, Span<float> gradients)
    {
        GptGradients sums = new(places, gradients);
        head.AddGradients(pass.HeadTape, pass.Logits, sums["wte.weight"], pass.Normalized);
        Normalization.LayerNormBackward(pass.States, weights["ln_f.weight"], NormEpsilon, pass.Normalized, pass.StateGradients, sums["ln_f.weight"], sums["ln_f.bias"]);
        for (int layer = blocks.Length - 1; layer >= 0; layer--)
        {
            blocks[layer].AddGradients(pass.BlockTapes[layer], sums, layer, pass.StateGradients);
        }

        Embeddings.Backward(Dim, pass.Tokens, pass.StateGradients, sums["wte.weight"]);
        Embeddings.Backward(Dim, pass.Positions, pass.StateGradients, sums["wpe.weight"]);
    }

    /// <summary>Room for windows of the context's length.</summary>
    public WindowPass<TBlockTape, THeadTape> CreatePass(int windows)
    {
        int tokens = windows * weights.Shape.ContextLength;
        return new(weights.Shape, windows, [.. blocks.Select(_ => TBlock.CreateTape(tokens))], THead.CreateTape(tokens));
    }
}
