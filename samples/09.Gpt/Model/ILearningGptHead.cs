namespace GptModel;

/// <summary>A declared head of a GPT that learns. The generator emits all of it but <see cref="AddGradients"/> and <see cref="Load"/>.</summary>
/// <typeparam name="TSelf">The declared class.</typeparam>
/// <typeparam name="TTape">Its tapes.</typeparam>
public interface ILearningGptHead<TSelf, TTape> : IGptHead<TSelf>
    where TSelf : ILearningGptHead<TSelf, TTape>
{
    /// <summary>A tape of calls with so many states.</summary>
    static abstract TTape CreateTape(int tokens);

    /// <summary>Logits of states, and on the tape what Backward needs.</summary>
    void Forward(ReadOnlySpan<float> inputs, TTape tape, Span<float> destination);

    /// <summary>Gradients of the states from those of the logits; those of the embeddings are added to.</summary>
    void AddGradients(TTape tape, ReadOnlySpan<float> logitGradients, Span<float> embeddingGradients, Span<float> stateGradients);

    /// <summary>Takes over embeddings that have changed.</summary>
    void Load(ReadOnlySpan<float> embeddings);
}
