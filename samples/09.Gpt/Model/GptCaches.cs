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

    /// <summary>Makes another text go on from where a text is.</summary>
    public void Copy(int text, int other)
    {
        foreach (KeyValueCache[] layer in layers)
        {
            layer[text].CopyTo(layer[other]);
        }
    }

    /// <summary>The caches of the first texts in a layer.</summary>
    internal ReadOnlySpan<KeyValueCache> Layer(int layer, int texts) => layers[layer].AsSpan(0, texts);
}
