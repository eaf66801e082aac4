namespace SpanAttention.Benchmarks.Data;

/// <summary>A model's weights, [out, in], and the tokens of a text.</summary>
/// <param name="Blocks">A block a layer.</param>
/// <param name="Norm">[model].</param>
/// <param name="NormBias">[model].</param>
/// <param name="Head">[vocabulary, model]; the embeddings, too.</param>
/// <param name="Tokens">A text.</param>
internal sealed record ModelTensors(IReadOnlyList<BlockTensors> Blocks, float[] Norm, float[] NormBias, float[] Head, IReadOnlyList<int> Tokens)
{
    /// <summary>Numbers of all matrices, which a decoded token reads.</summary>
    public long MatrixLength => Head.Length + Blocks.Sum(static block =>
        (long)block.Attention.Query.Length + block.Attention.Key.Length + block.Attention.Value.Length + block.Attention.Output.Length + block.FeedForward.Up.Length + block.FeedForward.Down.Length);

    /// <summary>Embeddings of some of the text, [tokens, model].</summary>
    public float[] Text(int start, int count) => [.. Tokens.Skip(start).Take(count).SelectMany(token => new ArraySegment<float>(Head, token * Norm.Length, Norm.Length))];
}
