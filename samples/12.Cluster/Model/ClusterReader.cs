using Cluster.Grains;

namespace Cluster.Model;

/// <summary>Reads one text as GptReader of samples/09.Gpt does: when the context is full, all but its last half is forgotten, and that half is read again from position 0, in a window of its own.</summary>
/// <param name="model">The model without its attention.</param>
/// <param name="cluster">Where keys and values are.</param>
/// <param name="text">Name of the text, which no other has.</param>
public sealed class ClusterReader(SplitGpt model, RangeCluster cluster, string text)
{
    private readonly int[] tokens = new int[model.Shape.ContextLength];
    private int window;
    private int count;

    /// <summary>The most tokens that one call may read.</summary>
    public int Room => count == tokens.Length ? tokens.Length - Half : tokens.Length - count;

    private int Half => tokens.Length / 2;

    /// <summary>Reads the next tokens; the stream after them, [tokens, dim].</summary>
    public async Task<float[]> Read(ReadOnlyMemory<int> next)
    {
        if (count == tokens.Length)
        {
            await ReadHalfAgain();
        }

        next.CopyTo(tokens.AsMemory(count));
        return await Forward(next.Length);
    }

    private async Task ReadHalfAgain()
    {
        await cluster.Forget(text, window, count);
        window++;
        count = 0;
        tokens.AsSpan(Half).CopyTo(tokens);
        await Forward(Half);
    }

    // What a range is made of is kept before it is made.
    private async Task<float[]> Forward(int length)
    {
        int[] next = tokens[count..(count + length)];
        await cluster.Keep(text, window, count, next);
        float[] stream = model.Embed(next, count);
        for (int layer = 0; layer < model.Blocks.Count; layer++)
        {
            float[] contexts = await cluster.Attend(new(text, window, layer), count, model.Blocks[layer].Project(stream));
            model.Blocks[layer].Add(contexts, stream);
        }

        count += length;
        return stream;
    }
}
