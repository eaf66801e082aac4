using System.Text;
using GptModel;
using SpanAttention;

/// <summary>A text that a GPT of bytes reads while it is typed: what stays at its beginning is not read again.</summary>
internal sealed class Reading
{
    /// <summary>Tokens of the longest text, with the mark before it.</summary>
    public const int Capacity = 128;

    private const int Expected = 5;

    private readonly Gpt model;
    private readonly GptCaches caches;
    private readonly GptAttention attention;
    private readonly int[] tokens = new int[Capacity];
    private readonly float[] states;
    private readonly float[] logits;
    private readonly float[] probabilities;

    public Reading(GptWeights weights)
    {
        model = new Gpt<ByteBlock, ByteHead>(weights);
        caches = model.CreateCaches(1);
        attention = new GptAttention<ByteAttention>(weights, Capacity);
        states = new float[Capacity * model.Shape.Dim];
        logits = new float[model.Shape.Vocabulary];
        probabilities = new float[model.Shape.Vocabulary];
    }

    public GptAttention Attention => attention;

    /// <summary>The tokens of the text, after the mark that stands before it.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, caches.Count(0));

    /// <summary>Reads a text, or as much of it as there is room for.</summary>
    public void Read(string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        bytes = bytes[..Math.Min(bytes.Length, Capacity - 1)];
        int count = bytes.Length + 1;
        int kept = Math.Min(Kept(bytes), count - 1); // the last token has the logits
        caches.TruncateTo(0, kept);

        tokens[0] = model.Shape.Mark;
        for (int index = 0; index < bytes.Length; index++)
        {
            tokens[index + 1] = bytes[index];
        }

        int dim = model.Shape.Dim;
        Span<float> read = states.AsSpan(0, (count - kept) * dim);
        model.Forward(tokens.AsSpan(kept, count - kept), [count - kept], caches, read, attention);
        model.Logits(read[^dim..], logits);
        Softmax.Apply(logits, temperature: 1, probabilities);
    }

    /// <summary>The likeliest next tokens, the likeliest first.</summary>
    public int[] Likeliest() => [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(token => probabilities[token]).Take(Expected)];

    /// <summary>The probability of a next token.</summary>
    public float Probability(int token) => probabilities[token];

    /// <summary>A hash of all logits, and of all attention weights.</summary>
    public ulong Hash()
    {
        OutputHash hash = new();
        hash.Add(logits);
        for (int layer = 0; layer < attention.Layers; layer++)
        {
            for (int head = 0; head < attention.Heads; head++)
            {
                for (int token = 0; token < Tokens.Length; token++)
                {
                    hash.Add(attention.Row(layer, head, token));
                }
            }
        }

        return hash.Value;
    }

    /// <summary>Tokens at the beginning that have been read already.</summary>
    private int Kept(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<int> before = Tokens;
        int kept = 0;
        while (kept < before.Length && kept <= bytes.Length && (kept == 0 || before[kept] == bytes[kept - 1]))
        {
            kept++;
        }

        return kept;
    }
}
