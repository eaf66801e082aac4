using System.Globalization;

namespace GptModel;

/// <summary>Texts that a model reads in lock step, however long they are. When the context is full, all but its last half is forgotten, and that half is read again from position 0.</summary>
/// <remarks>What a text's states are depends on its tokens alone: not on the texts beside it, and not on how many tokens come at once.</remarks>
public sealed class GptReader
{
    private readonly Gpt model;
    private readonly GptCaches caches;
    private readonly int[] window;
    private readonly int[] lengths;
    private readonly int[] kept;
    private readonly float[] states;
    private int count;
    private int reading;

    /// <summary>Begins to read so many texts.</summary>
    public GptReader(Gpt model, int texts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(texts, 1);
        this.model = model;
        caches = model.CreateCaches(texts);
        window = new int[texts * model.Shape.ContextLength];
        lengths = new int[texts];
        kept = new int[texts * Half];
        states = new float[texts * Half * model.Shape.Dim];
        reading = texts;
    }

    /// <summary>Texts that there is room for.</summary>
    public int Texts => caches.Texts;

    /// <summary>The most tokens that one call may read: what is left of the context, or of its second half where that is full.</summary>
    public int Room => count == model.Shape.ContextLength ? count - Half : model.Shape.ContextLength - count;

    private int Half => model.Shape.ContextLength / 2;

    /// <summary>Takes the workspace of calls with so many tokens a text now, on the calling thread, so that they allocate nothing.</summary>
    public void Reserve(int tokens)
    {
        lengths.AsSpan().Fill(Math.Max(tokens, Half));
        model.Reserve(lengths);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Forget();
        count = 0;
        reading = Texts;
    }

    /// <summary>Reads the next tokens of the first texts. Those that are left out are at their end, until <see cref="Share"/> or <see cref="Reset"/>.</summary>
    /// <param name="tokens">[texts, tokens of each].</param>
    /// <param name="texts">Texts that go on.</param>
    /// <param name="states">[texts, tokens of each, dim]: the state after each token.</param>
    /// <exception cref="ArgumentException">There are more texts than still go on, more tokens than <see cref="Room"/>, or not as many for each.</exception>
    public void Read(ReadOnlySpan<int> tokens, int texts, Span<float> states)
    {
        if (texts < 1 || texts > reading)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"texts is {texts}; it must be 1 to {reading}, the texts that still go on."), nameof(texts));
        }

        int each = tokens.Length / texts;
        if (each * texts != tokens.Length || each < 1 || each > Room)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"tokens holds {tokens.Length}; {texts} texts take the same number each, 1 to {Room}."), nameof(tokens));
        }

        reading = texts;
        if (count == model.Shape.ContextLength)
        {
            ReadHalfAgain();
        }

        for (int text = 0; text < texts; text++)
        {
            tokens.Slice(text * each, each).CopyTo(Window(text)[count..]);
        }

        Forward(tokens, each, states);
        count += each;
    }

    /// <summary>Makes all texts go on from where the first is.</summary>
    public void Share()
    {
        for (int text = 1; text < Texts; text++)
        {
            caches.Copy(0, text);
            Window(0).CopyTo(Window(text));
        }

        reading = Texts;
    }

    private void ReadHalfAgain()
    {
        Forget();
        count = Half;
        for (int text = 0; text < reading; text++)
        {
            Span<int> half = Window(text)[..Half];
            Window(text)[^Half..].CopyTo(half);
            half.CopyTo(kept.AsSpan(text * Half));
        }

        Forward(kept.AsSpan(0, reading * Half), Half, states.AsSpan(0, reading * Half * model.Shape.Dim));
    }

    private void Forward(ReadOnlySpan<int> tokens, int each, Span<float> destination)
    {
        lengths.AsSpan(0, reading).Fill(each);
        model.Forward(tokens, lengths.AsSpan(0, reading), caches, destination);
    }

    private void Forget()
    {
        for (int text = 0; text < Texts; text++)
        {
            caches.Reset(text);
        }
    }

    private Span<int> Window(int text) => window.AsSpan(text * model.Shape.ContextLength, model.Shape.ContextLength);
}
