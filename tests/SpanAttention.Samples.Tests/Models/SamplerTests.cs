using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>Tokens are drawn as the sampler's page says, step by step.</summary>
public sealed class SamplerTests
{
    [Fact]
    public void SplitMix64IsThePublishedSequence()
    {
        SplitMix64 random = new(1234567);

        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Theory]
    [InlineData(1f, 0, 1.0)]
    [InlineData(0.7f, 0, 0.9)]
    [InlineData(1.3f, 5, 1.0)]
    [InlineData(1f, 1, 1.0)]
    [InlineData(0.5f, 12, 0.8)]
    [InlineData(2f, 1000, 0.001)]
    public void TokensAreDrawnAsWritten(float temperature, int topK, double topP)
    {
        Random random = RunSeed.Random();
        Sampling sampling = new() { Temperature = temperature, TopK = topK, TopP = topP };
        for (ulong seed = 0; seed < 300; seed++)
        {
            float[] logits = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(8) == 0 ? float.NegativeInfinity : random.Next(-6, 6) * 0.75f), 0.5f];
            Assert.True(Expected(logits, sampling, seed) == new Sampler(sampling, seed, logits.Length).Draw(logits), $"{sampling}, seed {seed} of {string.Join(' ', logits)}; {RunSeed.Replay}");
        }
    }

    [Fact]
    public void TemperatureZeroTakesTheFirstOfTheLargest() =>
        Assert.Equal(2, new Sampler(new Sampling { Temperature = 0 }, 1, 5).Draw([1, float.NegativeInfinity, 3, 3, 2]));

    [Fact]
    public void DrawsAreAsFrequentAsTheirProbabilities()
    {
        const int Draws = 100_000;
        Sampler sampler = new(new Sampling(), 7, 3);
        int[] drawn = new int[3];
        for (int draw = 0; draw < Draws; draw++)
        {
            drawn[sampler.Draw([0, MathF.Log(2), MathF.Log(5)])]++;
        }

        // Six standard deviations of a binomial.
        Assert.All(drawn.Zip([1.0 / 8, 2.0 / 8, 5.0 / 8]), static pair =>
            Assert.InRange(Math.Abs(pair.First - (Draws * pair.Second)), 0, 6 * Math.Sqrt(Draws * pair.Second * (1 - pair.Second))));
    }

    [Fact]
    public void WhatCannotBeDrawnFromIsRefused()
    {
        foreach (Sampling sampling in (Sampling[])[new(), new() { Temperature = 0 }, new() { TopK = 2 }])
        {
            Assert.Equal("logits", Assert.Throws<ArgumentException>(() => new Sampler(sampling, 1, 3).Draw([1, 2])).ParamName);
            Assert.Equal("logits", Assert.Throws<ArgumentException>(() => new Sampler(sampling, 1, 2).Draw([1, float.NaN])).ParamName);
            Assert.Equal("logits", Assert.Throws<ArgumentException>(() => new Sampler(sampling, 1, 2).Draw([float.NegativeInfinity, float.NegativeInfinity])).ParamName);
        }
    }

    [Fact]
    public void SettingsThatMakeNoSenseAreRefused()
    {
        Assert.StartsWith("Temperature is -1; it must be finite and at least 0.", Assert.Throws<ArgumentOutOfRangeException>(static () => new Sampling { Temperature = -1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Sampling { Temperature = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Sampling { TopK = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Sampling { TopP = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Sampling { TopP = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Sampling { TopP = double.NaN });
    }

    private static int Expected(float[] logits, Sampling sampling, ulong seed)
    {
        float[] probabilities = new float[logits.Length];
        Softmax.Apply(logits, sampling.Temperature, probabilities);
        IEnumerable<int> tokens = Enumerable.Range(0, logits.Length);
        if (sampling.TopK > 0 || sampling.TopP < 1)
        {
            int[] sorted = [.. tokens.Where(token => probabilities[token] > 0).OrderByDescending(token => probabilities[token]).ThenBy(static token => token)];
            sorted = sampling.TopK > 0 ? [.. sorted.Take(sampling.TopK)] : sorted;
            double enough = sampling.TopP * sorted.Sum(token => (double)probabilities[token]);
            tokens = sorted.Take(Enumerable.Range(1, sorted.Length).First(count => sorted.Take(count).Sum(token => (double)probabilities[token]) >= enough));
        }

        double sum = 0;
        double drawn = new SplitMix64(seed).NextUnit() * tokens.Sum(token => (double)probabilities[token]);
        return tokens.First(token => (sum += probabilities[token]) > drawn);
    }
}
