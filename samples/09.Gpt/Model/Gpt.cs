using System.Globalization;

namespace GptModel;

/// <summary>A GPT: embeddings, blocks, a last norm, and a head that shares its weights with the embeddings. Immutable; threads may share it.</summary>
public abstract class Gpt
{
    internal const float NormEpsilon = 1e-5f;

    private protected Gpt(GptShape shape) => Shape = shape;

    /// <summary>Its sizes.</summary>
    public GptShape Shape { get; }

    /// <summary>The model that weights are of: the small one or GPT-2, of however many layers.</summary>
    /// <exception cref="InvalidDataException">They are of neither.</exception>
    public static Gpt Create(GptWeights weights)
    {
        if (weights.Shape == GptShape.Bytes with { Layers = weights.Shape.Layers })
        {
            return new Gpt<ByteBlock, ByteHead>(weights);
        }

        if (weights.Shape == GptShape.Gpt2 with { Layers = weights.Shape.Layers })
        {
            return new Gpt<Gpt2Block, Gpt2Head>(weights);
        }

        throw new InvalidDataException($"The weights are those of {weights.Shape}; declared are {GptShape.Bytes}, and {GptShape.Gpt2}.");
    }

    /// <summary>Empty caches of so many texts.</summary>
    public abstract GptCaches CreateCaches(int texts);

    /// <summary>Reads the next tokens of several texts and gives the state after each of them: what <see cref="Logits"/> makes the next token's logits of.</summary>
    /// <param name="tokens">[Σ lengths].</param>
    /// <param name="lengths">How many of them each text has; the first texts of the caches.</param>
    /// <param name="caches">What has been read of the texts; the tokens are added.</param>
    /// <param name="states">[Σ lengths, dim].</param>
    /// <param name="attention">Takes what the tokens look at, where that is asked for: of one text.</param>
    /// <exception cref="ArgumentException">A token is not of the vocabulary, a text exceeds the context, or a span does not fit the others.</exception>
    public void Forward(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, GptCaches caches, Span<float> states, GptAttention? attention = null)
    {
        if (states.Length != (long)tokens.Length * Shape.Dim)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"states holds {states.Length} floats; [{tokens.Length}, {Shape.Dim}] (tokens × dim) needs {(long)tokens.Length * Shape.Dim}."), nameof(states));
        }

        CheckLengths(tokens.Length, lengths, caches);
        attention?.CheckRoom(lengths, caches);
        foreach (int token in tokens)
        {
            if ((uint)token >= (uint)Shape.Vocabulary)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"tokens holds {token}; the vocabulary is 0 to {Shape.Vocabulary - 1}."), nameof(tokens));
            }
        }

        Read(tokens, lengths, caches, states, attention);
    }

    /// <summary>Logits of the next token: [states, vocabulary] from [states, dim].</summary>
    public abstract void Logits(ReadOnlySpan<float> states, Span<float> logits);

    /// <summary>Takes the workspace of calls with texts of these lengths now, on the calling thread, so that they allocate nothing.</summary>
    public abstract void Reserve(ReadOnlySpan<int> lengths);

    private protected abstract void Read(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, GptCaches caches, Span<float> states, GptAttention? attention);

    private void CheckLengths(int tokens, ReadOnlySpan<int> lengths, GptCaches caches)
    {
        if (lengths.Length > caches.Texts)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"lengths are of {lengths.Length} texts; the caches have room for {caches.Texts}."), nameof(lengths));
        }

        long sum = 0;
        for (int text = 0; text < lengths.Length; text++)
        {
            if (lengths[text] < 0 || lengths[text] > Shape.ContextLength - caches.Count(text))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"lengths[{text}] is {lengths[text]}; after {caches.Count(text)} tokens the context has room for {Shape.ContextLength - caches.Count(text)}."), nameof(lengths));
            }

            sum += lengths[text];
        }

        if (sum != tokens)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"lengths are {sum} tokens together; tokens holds {tokens}."), nameof(lengths));
        }
    }
}
