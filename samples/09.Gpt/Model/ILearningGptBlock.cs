namespace GptModel;

/// <summary>A declared block of a GPT that learns. The generator emits all of it but <see cref="AddGradients"/> and <see cref="Load"/>.</summary>
/// <typeparam name="TSelf">The declared class.</typeparam>
/// <typeparam name="TTape">Its tapes.</typeparam>
public interface ILearningGptBlock<TSelf, TTape> : IGptBlock<TSelf>
    where TSelf : ILearningGptBlock<TSelf, TTape>
{
    /// <summary>A tape of calls with so many tokens.</summary>
    static abstract TTape CreateTape(int tokens);

    /// <summary>Takes texts through the block, [Σ lengths, dim], in place, and keeps on the tape what Backward needs.</summary>
    void Forward(Span<float> stream, ReadOnlySpan<int> lengths, TTape tape);

    /// <summary>Takes the gradient of the stream back through the block, in place, and adds to the gradients of its weights.</summary>
    /// <param name="tape">As Forward left it.</param>
    /// <param name="gradients">Gradients of all weights of the model.</param>
    /// <param name="layer">The block's layer.</param>
    /// <param name="streamGradient">[Σ lengths, dim]: by what the block gave, then by what it was given.</param>
    void AddGradients(TTape tape, GptGradients gradients, int layer, Span<float> streamGradient);

    /// <summary>Takes over weights that have changed.</summary>
    void Load(GptWeights weights, int layer);
}
