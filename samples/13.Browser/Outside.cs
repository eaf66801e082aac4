using System.Text.Json;
using GptModel;
using SpanAttention;

/// <summary>What the page computes, computed by this process.</summary>
internal static class Outside
{
    /// <summary>The sentence that the page begins with.</summary>
    public const string OpeningText = "The weights of a row sum to 1, and the ";

    /// <summary>The canon; the text with the hash of its logits and weights, the likeliest next tokens, and what the last token looks at in the first head; and the squad's hash every so many frames.</summary>
    public static string Json(string text)
    {
        using GptWeights weights = GptWeights.Default();
        Reading reading = new(weights);
        reading.Read(text);
        return JsonSerializer.Serialize(new
        {
            canon = AttentionNumerics.Arithmetic.ToString(),
            text,
            look = reading.Hash().ToString("x16"),
            likeliest = reading.Likeliest(),
            probabilities = Array.ConvertAll(reading.Likeliest(), reading.Probability),
            looks = reading.Attention.Row(layer: 0, head: 0, reading.Tokens.Length - 1).ToArray(),
            hashedFrames = SquadRun.HashedFrames,
            squad = Squad().ToArray(),
        });
    }

    private static IEnumerable<string> Squad()
    {
        SquadRun run = new(SquadRun.Agents);
        while (run.Frame < SquadRun.Frames)
        {
            run.Advance();
            if (run.Frame % SquadRun.HashedFrames == 0)
            {
                yield return run.Hash.ToString("x16");
            }
        }
    }
}
