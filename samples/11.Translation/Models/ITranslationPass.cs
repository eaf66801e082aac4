namespace Translation;

/// <summary>A batch on its way through a model, and back.</summary>
internal interface ITranslationPass
{
    /// <summary>The mean loss of a batch, in nats a word.</summary>
    double Loss(SentenceBatch batch);

    /// <summary>Adds the gradients of the loss by all weights, after <see cref="Loss"/> of the same batch.</summary>
    void AddGradients(SentenceBatch batch, Span<float> gradients);
}
