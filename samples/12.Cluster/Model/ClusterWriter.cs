using GptModel;

namespace Cluster.Model;

/// <summary>Writes a text token by token: with the state relayed from range to range, the text that samples/09.Gpt writes of the same prompt, seed and weights.</summary>
public sealed class ClusterWriter
{
    private readonly SplitGpt model;
    private readonly ClusterReader reader;
    private readonly Sampler sampler;
    private readonly float[] logits;
    private readonly int[] prompt;
    private readonly int[] drawn = new int[1];
    private float[]? stream;

    /// <summary>Begins a text after a prompt.</summary>
    public ClusterWriter(SplitGpt model, ClusterReader reader, ReadOnlySpan<int> prompt, Sampling sampling, ulong seed)
    {
        this.model = model;
        this.reader = reader;
        this.prompt = [model.Shape.Mark, .. prompt];
        sampler = new Sampler(sampling, seed, model.Shape.Vocabulary);
        logits = new float[model.Shape.Vocabulary];
    }

    /// <summary>The logits that the last token was drawn by, [vocabulary].</summary>
    public ReadOnlySpan<float> Logits => logits;

    /// <summary>Draws the next token; the model's mark where the text has ended.</summary>
    public async Task<int> Next()
    {
        stream = stream is null ? await ReadPrompt() : await reader.Read(drawn);
        model.Logits(stream, logits);
        return drawn[0] = sampler.Draw(logits);
    }

    private async Task<float[]> ReadPrompt()
    {
        float[] read = [];
        for (int first = 0, count; first < prompt.Length; first += count)
        {
            count = Math.Min(reader.Room, prompt.Length - first);
            read = await reader.Read(prompt.AsMemory(first, count));
        }

        return read;
    }
}
