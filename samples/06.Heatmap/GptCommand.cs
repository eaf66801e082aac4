using System.CommandLine;
using System.Text;
using GptModel;

/// <summary><c>gpt TEXT</c>: what the heads of the GPT of samples/09 look at, or those of a GPT in a file.</summary>
internal sealed class GptCommand : ModelCommand
{
    private readonly Option<string?> weights = new("--weights") { Description = "A safetensors file of GPT-2 small, or of the small model." };

    public GptCommand()
        : base("gpt", "Shows what heads of a GPT look at, each token up to itself.") => Add(weights);

    protected override IReadOnlyList<AttentionMap> Maps(string text, int layer, ParseResult arguments)
    {
        using GptWeights given = GptWeights.Open(arguments.GetValue(weights));
        Gpt model = Gpt.Create(given);
        Within("layer", layer, model.Shape.Layers);
        Console.WriteLine($"{model.Shape}, {given.Source}");
        Console.WriteLine();

        GptTokenizer tokenizer = GptTokenizer.For(model.Shape);
        int[] tokens = [model.Shape.Mark, .. tokenizer.Encode(Encoding.UTF8.GetBytes(text))];
        GptAttention attention = GptAttention.Create(given, tokens.Length);
        model.Forward(tokens, [tokens.Length], model.CreateCaches(1), new float[tokens.Length * model.Shape.Dim], attention);

        string[] labels = Array.ConvertAll(tokens, tokenizer.Label);
        return [.. Enumerable.Range(0, attention.Heads).Select(head => new AttentionMap($"gpt layer {layer} head {head}", labels, Square(attention, layer, head, tokens.Length)))];
    }

    /// <summary>The weights of a head, [tokens, tokens]: exactly zero for what comes after a token.</summary>
    private static float[] Square(GptAttention attention, int layer, int head, int tokens)
    {
        float[] square = new float[tokens * tokens];
        for (int row = 0; row < tokens; row++)
        {
            attention.Row(layer, head, row).CopyTo(square.AsSpan(row * tokens));
        }

        return square;
    }
}
