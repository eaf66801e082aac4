using System.Diagnostics;
using GptModel;

/// <summary>Texts in the making. The first is shown while it is written, those beside it afterwards.</summary>
internal sealed class Generation(Gpt model, GptTokenizer tokenizer, byte[] prompt, Sampling sampling, ulong[] seeds)
{
    private const int WarmUp = 2;
    private readonly OutputHash hash = new();
    private readonly int[][] tokens = new int[seeds.Length][];
    private readonly int[] lengths = new int[seeds.Length];
    private readonly bool[] isEnded = new bool[seeds.Length];

    /// <summary>Tokens of all texts a second, without the first two of each, before which code is compiled.</summary>
    public double TokensPerSecond { get; private set; }

    /// <summary>Bytes that were allocated for all but the first two tokens.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Of all logits of the first text: one bit of one of them changes it.</summary>
    public ulong Hash => hash.Value;

    /// <summary>Writes so many tokens of each text, or fewer where it ends.</summary>
    public void Run(int count, TextOutput output)
    {
        GptWriter writer = new(model, tokenizer.Encode(prompt), sampling, seeds);
        for (int text = 0; text < seeds.Length; text++)
        {
            tokens[text] = new int[count];
        }

        output.Write(prompt);
        int steps = 0;
        for (; steps < Math.Min(count, WarmUp); steps++)
        {
            Add(writer, output);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (; steps < count && isEnded.Contains(false); steps++)
        {
            Add(writer, output);
        }

        TokensPerSecond = Math.Max(0, steps - WarmUp) * seeds.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
        AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        output.End();
        for (int text = 1; text < seeds.Length; text++)
        {
            output.Write(prompt);
            output.Write(tokenizer.Decode(tokens[text].AsSpan(0, lengths[text])));
            output.End();
        }
    }

    private void Add(GptWriter writer, TextOutput output)
    {
        ReadOnlySpan<int> drawn = writer.Next();
        if (!isEnded[0])
        {
            hash.Add(writer.Logits[..model.Shape.Vocabulary]);
        }

        for (int text = 0; text < drawn.Length; text++)
        {
            isEnded[text] |= drawn[text] == model.Shape.Mark;
            if (!isEnded[text])
            {
                tokens[text][lengths[text]++] = drawn[text];
            }
        }

        if (!isEnded[0])
        {
            output.Write(tokenizer.Bytes(drawn[0]));
        }
    }
}
