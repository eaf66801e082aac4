using SpanAttention;

/// <summary>A block of all-MiniLM-L6-v2.</summary>
[TransformerBlock(NormPlacement = NormPlacement.Post, NormEpsilon = 1e-12)]
[MultiHeadAttention(InputDim = 384, Heads = 12, QueryKeyValueBias = true)]
[FeedForward(InputDim = 384, HiddenDim = 1536)]
public sealed partial class MiniLmBlock
{
    /// <summary>Takes the tokens of one text, [tokens, 384], through all blocks of the model, in place.</summary>
    public static void Encode(ReadOnlySpan<MiniLmBlock> model, Span<float> stream)
    {
        foreach (MiniLmBlock block in model)
        {
            block.Forward(stream);
        }
    }
}
