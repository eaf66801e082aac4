/// <summary>A model that turns tokens of sentences into vectors.</summary>
internal interface ISentenceModel
{
    /// <summary>Turns sentences into vectors.</summary>
    /// <param name="tokens">The tokens of all sentences, one sentence after the other, without padding.</param>
    /// <param name="lengths">Tokens of each sentence.</param>
    /// <param name="vectors">[sentences, 384].</param>
    void Embed(ReadOnlySpan<long> tokens, ReadOnlySpan<int> lengths, Span<float> vectors);
}
