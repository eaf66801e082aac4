using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>A seed's text is the same, whatever is written beside it and however its prompt was read.</summary>
public sealed class GptWriterTests
{
    private const int Length = 50;
    private static readonly Sampling Sampling = new() { Temperature = 0.9f, TopK = 100, TopP = 0.9 };
    private static readonly int[] Prompt = [80, 114, 111, 109, 112, 116];

    [Fact]
    public void ATextInABatchIsTheTextAlone()
    {
        Gpt model = TinyGpt.Create();
        ulong[] seeds = [5, 6, 5, 7];
        int[][] together = Write(new GptWriter(model, Prompt, Sampling, seeds));

        Assert.All(Enumerable.Range(0, seeds.Length), text => Assert.Equal(Write(new GptWriter(model, Prompt, Sampling, seeds[text]))[0], together[text]));
        Assert.NotEqual(together[0], together[1]);
    }

    /// <summary>50 tokens pass through a context of 18: halves of it are read again several times.</summary>
    [Fact]
    public void TextsAreThoseOfAPlainModelThatReadsItsWindowAnew()
    {
        Gpt model = TinyGpt.Create();
        List<int> text = [model.Shape.Mark, .. Prompt];
        Sampler sampler = new(Sampling, 5, model.Shape.Vocabulary);
        int start = 0;
        for (int token = 0; token < Length; token++)
        {
            if (text.Count - start > model.Shape.ContextLength)
            {
                // The window is full, and one more token wants to be read.
                start = text.Count - 1 - (model.Shape.ContextLength / 2);
            }

            int[] window = [.. text.Skip(start)];
            float[] states = new float[window.Length * model.Shape.Dim];
            model.Forward(window, [window.Length], model.CreateCaches(1), states);
            float[] logits = new float[model.Shape.Vocabulary];
            model.Logits(states.AsSpan(^model.Shape.Dim..), logits);
            text.Add(sampler.Draw(logits));
        }

        Assert.Equal(text.Skip(1 + Prompt.Length), Write(new GptWriter(model, Prompt, Sampling, 5))[0]);
    }

    /// <summary>Tokens that a text has written, as the prompt of another, leave it where it was.</summary>
    [Fact]
    public void APromptIsReadAsTokensAreWritten()
    {
        Gpt model = TinyGpt.Create();
        Sampling likeliest = new() { Temperature = 0 };
        int[] all = Write(new GptWriter(model, Prompt, likeliest, 1))[0];
        int[] rest = Write(new GptWriter(model, [.. Prompt, .. all[..30]], likeliest, 1))[0];

        Assert.Equal(all[30..], rest[..(Length - 30)]);
    }

    [Fact]
    public void NoTokenAllocates()
    {
        GptWriter writer = new(TinyGpt.Create(), Prompt, Sampling, 1, 2, 3);
        writer.Next();
        writer.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int token = 0; token < Length; token++)
        {
            writer.Next();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ReadersRefuseWhatDoesNotFit()
    {
        Gpt model = TinyGpt.Create();
        GptReader reader = new(model, 2);
        float[] states = new float[40 * model.Shape.Dim];

        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => reader.Read([1, 2, 3], 2, states.AsSpan(0, 36))).ParamName);
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => reader.Read(new int[19], 1, states.AsSpan(0, 19 * 12))).ParamName);
        Assert.Equal("texts", Assert.Throws<ArgumentException>(() => reader.Read([1, 2, 3], 3, states.AsSpan(0, 36))).ParamName);
        reader.Read([1], 1, states.AsSpan(0, 12));
        Assert.StartsWith("texts is 2; it must be 1 to 1", Assert.Throws<ArgumentException>(() => reader.Read([1, 2], 2, states.AsSpan(0, 24))).Message, StringComparison.Ordinal);
    }

    private static int[][] Write(GptWriter writer)
    {
        int[][] steps = [.. Enumerable.Range(0, Length).Select(_ => writer.Next().ToArray())];
        return [.. Enumerable.Range(0, steps[0].Length).Select(text => steps.Select(step => step[text]).ToArray())];
    }
}
