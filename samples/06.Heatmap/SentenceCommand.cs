using System.CommandLine;

/// <summary><c>sentence TEXT</c>: what the heads of the sentence model of samples/08 look at.</summary>
internal sealed class SentenceCommand() : ModelCommand("sentence", "Shows what heads of all-MiniLM-L6-v2 look at, each token all of the sentence.")
{
    protected override IReadOnlyList<AttentionMap> Maps(string text, int layer, ParseResult arguments)
    {
        using MiniLm model = new();
        Within("layer", layer, model.Layers);
        long[] tokens = SentenceEncoder.Tokens(text, out string[] labels);
        float[] weights = new float[MiniLmAttention.Heads * tokens.Length * tokens.Length];
        model.AttentionWeights(tokens, layer, weights);

        int map = tokens.Length * tokens.Length;
        return [.. Enumerable.Range(0, MiniLmAttention.Heads).Select(head => new AttentionMap($"sentence layer {layer} head {head}", labels, weights.AsSpan(head * map, map)))];
    }
}
