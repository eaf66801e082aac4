using System.Globalization;

namespace GptModel;

/// <summary>The attention weights of every head of every layer over one text, kept while it is read: what <see cref="Gpt.Forward"/> of the same weights is given.</summary>
public abstract class GptAttention
{
    private readonly float[] weights;

    private protected GptAttention(int layers, int heads, int capacity)
    {
        Layers = layers;
        Heads = heads;
        Capacity = capacity;
        weights = new float[layers * heads * capacity * capacity];
    }

    /// <summary>Layers of the model.</summary>
    public int Layers { get; }

    /// <summary>Heads of a layer.</summary>
    public int Heads { get; }

    /// <summary>Tokens that there is room for.</summary>
    public int Capacity { get; }

    /// <summary>Attention of the model that weights are of: the small one or GPT-2, of however many layers.</summary>
    /// <param name="weights">The weights; those of queries and keys are copied.</param>
    /// <param name="capacity">Tokens of the longest text: layers × heads × their square is what is kept.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public static GptAttention Create(GptWeights weights, int capacity) => weights.Shape.Dim switch
    {
        ByteAttention.InputDim => new GptAttention<ByteAttention>(weights, capacity),
        Gpt2Attention.InputDim => new GptAttention<Gpt2Attention>(weights, capacity),
        _ => throw new ArgumentException($"No attention is declared for {weights.Shape}.", nameof(weights)),
    };

    /// <summary>The weights of a token: how much one head looks at each token up to itself.</summary>
    /// <param name="layer">0 to below <see cref="Layers"/>.</param>
    /// <param name="head">0 to below <see cref="Heads"/>.</param>
    /// <param name="token">The position of a token that has been read.</param>
    /// <returns>[token + 1], of sum 1.</returns>
    public ReadOnlySpan<float> Row(int layer, int head, int token) => Slot(layer, head, token)[..(token + 1)];

    internal void CheckRoom(ReadOnlySpan<int> lengths, GptCaches caches)
    {
        if (lengths.Length != 1)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"lengths are of {lengths.Length} texts; attention is kept of one."), nameof(lengths));
        }

        if (lengths[0] > Capacity - caches.Count(0))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"lengths[0] is {lengths[0]}; after {caches.Count(0)} tokens attention has room for {Capacity - caches.Count(0)}."), nameof(lengths));
        }
    }

    /// <summary>Keeps what the next tokens look at in a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="stream">The tokens before it, [tokens, dim].</param>
    /// <param name="caches">Keys of the tokens before these.</param>
    internal abstract void Look(int layer, ReadOnlySpan<float> stream, GptCaches caches);

    private protected Span<float> Slot(int layer, int head, int token) => weights.AsSpan(((((layer * Heads) + head) * Capacity) + token) * Capacity, Capacity);
}
