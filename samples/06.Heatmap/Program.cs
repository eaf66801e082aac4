using System.Text;
using SpanAttention;

Console.OutputEncoding = Encoding.UTF8;

// "Your journey starts with one step": six tokens, each an embedding of three numbers.
string[] tokens = ["Your", "journey", "starts", "with", "one", "step"];
float[] inputs =
[
    0.43f, 0.15f, 0.89f, // Your
    0.55f, 0.87f, 0.66f, // journey
    0.57f, 0.85f, 0.64f, // starts
    0.22f, 0.58f, 0.33f, // with
    0.77f, 0.25f, 0.10f, // one
    0.05f, 0.80f, 0.55f, // step
];

string folder = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "SpanAttention.Heatmap");
Directory.CreateDirectory(folder);

// Without trainable weights every token looks at every token, at those most that are like it.
float[] weights = new float[6 * 6];
JourneyAttention.Weights(inputs, weights);
Show("self-attention", weights);

// A layer of two heads, causal: a token looks at itself and at what came before it, and every head looks for something else.
TwoHeads layer = new(new TwoHeads.Weights
{
    Query = TwoHeadWeights.Query,
    Key = TwoHeadWeights.Key,
    Value = TwoHeadWeights.Value,
});
float[] heads = new float[TwoHeads.Heads * 6 * 6];
layer.AttentionWeights(inputs, heads);
for (int head = 0; head < TwoHeads.Heads; head++)
{
    Show($"causal head {head}", heads.AsSpan(head * 6 * 6, 6 * 6));
}

Console.WriteLine($"Drawn to {folder}");

void Show(string title, ReadOnlySpan<float> attention)
{
    AttentionMap map = new(title, tokens, attention);
    Console.WriteLine(TextHeatmap.Of(map));
    Console.WriteLine(Explanation.Of(map, top: 2));
    Picture.Save(map, folder);
}

[SelfAttention(InputDim = 3, SequenceLength = 6)]
internal static partial class JourneyAttention;

[MultiHeadAttention(InputDim = 3, OutputDim = 4, Heads = 2, Causal = true, OutputProjection = false, SequenceLength = 6)]
internal sealed partial class TwoHeads;
