using SpanAttention;

/// <summary>"Your journey starts with one step": six tokens, each an embedding of three numbers.</summary>
internal static class Chapter
{
    private static readonly string[] Tokens = ["Your", "journey", "starts", "with", "one", "step"];

    private static readonly float[] Inputs =
    [
        0.43f, 0.15f, 0.89f, // Your
        0.55f, 0.87f, 0.66f, // journey
        0.57f, 0.85f, 0.64f, // starts
        0.22f, 0.58f, 0.33f, // with
        0.77f, 0.25f, 0.10f, // one
        0.05f, 0.80f, 0.55f, // step
    ];

    public static void Show(Gallery gallery)
    {
        // Without trainable weights every token looks at every token, at those most that are like it.
        float[] weights = new float[6 * 6];
        JourneyAttention.Weights(Inputs, weights);
        gallery.Show(new AttentionMap("self-attention", Tokens, weights));

        // A layer of two heads, causal: a token looks at itself and at what came before it, and every head looks for something else.
        TwoHeads layer = new(new TwoHeads.Weights
        {
            Query = TwoHeadWeights.Query,
            Key = TwoHeadWeights.Key,
            Value = TwoHeadWeights.Value,
        });
        float[] heads = new float[TwoHeads.Heads * 6 * 6];
        layer.AttentionWeights(Inputs, heads);
        for (int head = 0; head < TwoHeads.Heads; head++)
        {
            gallery.Show(new AttentionMap($"causal head {head}", Tokens, heads.AsSpan(head * 6 * 6, 6 * 6)));
        }

        gallery.Close();
    }
}

[SelfAttention(InputDim = 3, SequenceLength = 6)]
internal static partial class JourneyAttention;

[MultiHeadAttention(InputDim = 3, OutputDim = 4, Heads = 2, Causal = true, OutputProjection = false, SequenceLength = 6)]
internal sealed partial class TwoHeads;
