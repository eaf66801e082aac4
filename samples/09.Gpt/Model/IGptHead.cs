namespace GptModel;

/// <summary>A declared layer that turns states into logits, and whose weights are the embeddings of tokens. The generator emits all of it but <see cref="Create"/>.</summary>
/// <typeparam name="TSelf">The declared class.</typeparam>
public interface IGptHead<TSelf>
    where TSelf : IGptHead<TSelf>
{
    /// <summary>The head of a model with these embeddings, [vocabulary, dim].</summary>
    static abstract TSelf Create(ReadOnlySpan<float> embeddings);

    /// <summary>Bytes of workspace that a call with so many states takes.</summary>
    static abstract long WorkspaceBytes(int tokens);

    /// <summary>Logits of states: [states, vocabulary] from [states, dim].</summary>
    void Forward(ReadOnlySpan<float> inputs, Span<float> destination);

    /// <summary>The embedding of a token, [dim].</summary>
    void CopyWeights(int output, Span<float> destination);
}
