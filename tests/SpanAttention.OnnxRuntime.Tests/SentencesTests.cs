using System.Globalization;

namespace SpanAttention.OnnxRuntime.Tests;

/// <summary>Tests of samples/08.Sentences: its vectors are those that ONNX Runtime has of the same weights, and it prints what samples/08.Sentences/README.md shows.</summary>
public sealed class SentencesTests
{
    private const double Tolerance = 2e-6;

    private static readonly string[] Words =
    [
        "a", "the", "Zürich", "café", "naïve", "注意", "力", "だけ", "привет", "مرحبا", "🙂", "👩‍🚀", "e\u0301", "don't", "3.14", "x=y+z", "https://example.org/?q=1", "\t", "\0", "\u0007", "\u200b", "\ufffd", "\n", "  ",
        "antidisestablishmentarianism", "ﬁ", "…", "“quoted”", "C#", "MiniLM", "[MASK]", "##ing",
    ];

    [Fact]
    public void VectorsAreThoseOfOnnxRuntime()
    {
        string[] sentences = Sentences();
        float[] expected = new float[sentences.Length * MiniLm.Dim];
        float[] actual = new float[expected.Length];
        using MiniLm model = new();
        using OnnxMiniLm onnx = new();

        // One by one there, many in a call here.
        new SentenceEncoder(onnx, MiniLm.SentenceTokens).Embed(sentences, expected);
        new SentenceEncoder(model, MiniLm.CallTokens).Embed(sentences, actual);

        for (int index = 0; index < actual.Length; index++)
        {
            Assert.True(Math.Abs((double)actual[index] - expected[index]) <= Tolerance, string.Create(
                CultureInfo.InvariantCulture, $"\"{sentences[index / MiniLm.Dim]}\", {index % MiniLm.Dim}: {actual[index]} here, {expected[index]} there; {RunSeed.Replay}"));
        }
    }

    [Fact]
    public void ASentenceHasTheSameBitsAlone()
    {
        string[] sentences = [.. File.ReadAllLines(Repository.Of("samples/08.Sentences/sentences.txt")).Take(5)];
        float[] together = new float[sentences.Length * MiniLm.Dim];
        float[] alone = new float[together.Length];
        using MiniLm model = new();

        new SentenceEncoder(model, MiniLm.CallTokens).Embed(sentences, together);
        new SentenceEncoder(model, MiniLm.SentenceTokens).Embed(sentences, alone);

        Assert.Equal(alone, together);
    }

    [Fact]
    public void ThePageShowsWhatItPrints()
    {
        string page = File.ReadAllText(Repository.Of("samples/08.Sentences/README.md")).ReplaceLineEndings("\n");
        string[] shown = page.Split("```text\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);

        string[] printed = SampleProgram.Output("samples/08.Sentences");

        Assert.Equal(shown, printed.Intersect(shown));
        Assert.Contains($"`{printed.Single(static line => line.StartsWith("hash", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]}`", page, StringComparison.Ordinal);
    }

    /// <summary>Empty, one word, 256 tokens and more, and 200 of odd words, up to 4 each.</summary>
    private static string[] Sentences()
    {
        Random random = RunSeed.Random();
        string[] drawn = [.. Enumerable.Range(0, 200).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(5)).Select(_ => Words[random.Next(Words.Length)])))];
        return ["", " ", "\t", "word", "🙂", "注", "\0", string.Join(' ', Enumerable.Repeat("the", 254)), string.Join(' ', Enumerable.Repeat("long", 400)), .. Words, .. drawn];
    }
}
