using SpanAttention;

namespace GptModel;

/// <summary>What a model keeps of the texts that it is reading: for every layer, a cache of each text.</summary>
public sealed class GptCaches
{
    private readonly KeyValueCache[][] layers;

    internal GptCaches(KeyValueCache[][] layers) => this.layers = layers;

    /// <summary>Texts that there is room for.</summary>
    public int Texts => layers[0].Length;

    /// <summary>Tokens of a text that have been read.</summary>
    public int Count(int text) => layers[0][text].Count;

    /// <summary>Forgets all tokens of a text.</summary>
    public void Reset(int text)
    {
        foreach (KeyValueCache[] layer in layers)
        {
            layer[text].Reset();
        }
    }

    /// <summary>Forgets the tokens of a text from a position on, as if they had never been read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">Tokens to keep, 0 to <see cref="Count"/>.</param>
    public void TruncateTo(int text, int count)
    {
        foreach (KeyValueCache[] layer in layers)
        {
            layer[text].TruncateTo(count);
        }
    }

    /// <summary>Makes another text go on from where a text is.</summary>
    public void Copy(int text, int other)
    {
        foreach (KeyValueCache[] layer in layers)
        {
            layer[text].CopyTo(layer[other]);
        }
    }

    /// <summary>The cache of a text in a layer.</summary>
    internal KeyValueCache Of(int layer, int text) => layers[layer][text];

    /// <summary>The caches of the first texts in a layer.</summary>
    internal ReadOnlySpan<KeyValueCache> Layer(int layer, int texts) => layers[layer].AsSpan(0, texts);
}
