using System.Diagnostics;

/// <summary>Times the model beside ONNX Runtime, on the same sentences, in turns. ONNX Runtime may have all sentences in one call, or each in its own, whatever is faster.</summary>
internal static class Comparison
{
    private const int Rounds = 15;

    public static void Run()
    {
        using MiniLm model = new();
        using OnnxMiniLm onnx = new();
        SentenceEncoder ours = new(model, MiniLm.CallTokens);
        SentenceEncoder padded = new(onnx, 64 * MiniLm.SentenceTokens);
        SentenceEncoder oneByOne = new(onnx, MiniLm.SentenceTokens);

        Console.WriteLine("tokens            SpanAttention    ONNX Runtime  ratio");
        double difference = 0;
        foreach ((string name, string[] sentences) in Texts())
        {
            float[] vectors = new float[sentences.Length * MiniLm.Dim];
            float[] others = new float[vectors.Length];
            double[] times = Times(() => ours.Embed(sentences, vectors), () => padded.Embed(sentences, others), () => oneByOne.Embed(sentences, others));
            double best = Math.Min(times[1], times[2]);
            difference = Math.Max(difference, vectors.Zip(others, static (a, b) => Math.Abs((double)a - b)).Max());
            Console.WriteLine($"{name,-16} {times[0],11:F2} ms {best,12:F2} ms {best / times[0],6:F2}");
        }

        Console.WriteLine($"largest difference {difference:E1}");
    }

    private static IEnumerable<(string Name, string[] Sentences)> Texts()
    {
        foreach (int tokens in new[] { 8, 16, 32, 128, 256 })
        {
            yield return ($"{tokens}", [Text(tokens, 0)]);
        }

        // Evenly from 6 to 39 tokens, in no order
        yield return ("64 × 6 to 39", [.. Enumerable.Range(0, 64).Select(static sentence => Text(6 + (sentence * 29 % 64 * 33 / 63), sentence))]);
    }

    /// <summary>Words of one token each, between the two tokens that begin and end a sentence.</summary>
    private static string Text(int tokens, int first)
    {
        string[] words = ["the", "river", "carries", "stones", "from", "high", "mountains", "down", "to", "wide", "plains", "where", "it", "grows", "slow"];
        return string.Join(' ', Enumerable.Range(first, tokens - 2).Select(word => words[word % words.Length]));
    }

    /// <summary>Medians in milliseconds. Each is called once before it is timed, as what ran before has left its own data in the caches.</summary>
    private static double[] Times(params Action[] calls)
    {
        double[][] times = [.. calls.Select(static _ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int call = 0; call < calls.Length; call++)
            {
                calls[call]();
                long start = Stopwatch.GetTimestamp();
                calls[call]();
                times[call][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        return [.. times.Select(static all => all.Order().ElementAt(Rounds / 2))];
    }
}
