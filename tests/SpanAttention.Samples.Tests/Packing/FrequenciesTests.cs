using Compress;

namespace SpanAttention.Samples.Tests.Packing;

/// <summary>Probabilities as whole numbers.</summary>
public sealed class FrequenciesTests
{
    [Fact]
    public void SharesAreWhatThePageSays()
    {
        Frequencies frequencies = new(4);
        frequencies.Set([0, MathF.Log(2), float.NegativeInfinity, -200]);
        float[] probabilities = new float[4];
        Softmax.Apply([0, MathF.Log(2), float.NegativeInfinity, -200], 1, probabilities);

        ulong[] shares = [.. Enumerable.Range(0, 4).Select(frequencies.Of)];
        Assert.Equal(probabilities.Select(static probability => 1 + (ulong)Math.Floor(probability * 16777216.0)), shares);
        Assert.Equal([1, 1], shares[2..]);
        Assert.Equal(shares.Aggregate(static (sum, share) => sum + share), frequencies.Total);
    }

    [Fact]
    public void EveryNumberBelongsToOneToken()
    {
        Frequencies frequencies = new(5);
        frequencies.Set([-20, 3, -14, 2.5f, -16]);
        for (int token = 0; token < 5; token++)
        {
            Assert.Equal(token, frequencies.Find(frequencies.Before(token)));
            Assert.Equal(token, frequencies.Find(frequencies.Before(token) + frequencies.Of(token) - 1));
        }

        Assert.Equal(frequencies.Total, frequencies.Before(4) + frequencies.Of(4));
    }

    [Fact]
    public void WhatIsNoNumberIsRefused() => Assert.Throws<InvalidDataException>(static () => new Frequencies(2).Set([0, float.NaN]));
}
