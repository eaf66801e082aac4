using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>The model of samples/09.Gpt: its logits, and that nothing but a text's own tokens decides about them.</summary>
public sealed class GptTests
{
    private static readonly int[] Text = [256, 72, 101, 108, 108, 111, 0, 255, 32, 97, 97, 97];

    [Fact]
    public void TheTinyModelIsAGpt2() => AssertAccurate(new LivelyWeights(TinyGpt.Shape, 3), static weights => new Gpt<TinyBlock, TinyHead>(weights), heads: 3, Text);

    [Fact]
    public void TheSmallModelIsAGpt2() => AssertAccurate(new LivelyWeights(GptShape.Bytes, 3), Gpt.Create, heads: 6, Text);

    /// <summary>One layer: others have the same declaration.</summary>
    [Fact]
    public void Gpt2IsAGpt2() => AssertAccurate(new LivelyWeights(GptShape.Gpt2 with { Layers = 1 }, 3), Gpt.Create, heads: 12, [50256, 15496, 995]);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    public void ChunksHaveTheStatesOfTheWhole(int chunk)
    {
        Gpt model = TinyGpt.Create();
        float[] expected = States(model, Text);
        GptCaches caches = model.CreateCaches(1);
        for (int start = 0; start < Text.Length; start += chunk)
        {
            int count = Math.Min(chunk, Text.Length - start);
            float[] states = new float[count * model.Shape.Dim];
            model.Forward(Text.AsSpan(start, count), [count], caches, states);
            Assert.Equal(expected[(start * model.Shape.Dim)..][..states.Length], states);
        }
    }

    [Fact]
    public void ATextHasItsStatesWhateverIsBesideIt()
    {
        Gpt model = TinyGpt.Create();
        int[] other = [256, 1, 2];
        float[] states = new float[(other.Length + Text.Length) * model.Shape.Dim];
        model.Forward([.. other, .. Text], [other.Length, Text.Length], model.CreateCaches(2), states);

        Assert.Equal(States(model, other), states[..(other.Length * model.Shape.Dim)]);
        Assert.Equal(States(model, Text), states[(other.Length * model.Shape.Dim)..]);
    }

    [Fact]
    public void WrongCallsAreRefusedInWords()
    {
        Gpt model = TinyGpt.Create();
        GptCaches caches = model.CreateCaches(1);
        float[] one = new float[12];

        AssertRefused("states holds 12 floats; [2, 12] (tokens × dim) needs 24.", () => model.Forward([1, 2], [2], caches, one));
        AssertRefused("lengths are 2 tokens together; tokens holds 1.", () => model.Forward([1], [2], caches, one));
        AssertRefused("lengths are of 2 texts; the caches have room for 1.", () => model.Forward([1], [1, 0], caches, one));
        AssertRefused("tokens holds 257; the vocabulary is 0 to 256.", () => model.Forward([257], [1], caches, one));
        AssertRefused("tokens holds -1; the vocabulary is 0 to 256.", () => model.Forward([-1], [1], caches, one));
        AssertRefused("lengths[0] is 19; after 0 tokens the context has room for 18.", () => model.Forward(new int[19], [19], caches, new float[19 * 12]));
        Assert.Equal(0, caches.Count(0));
    }

    [Fact]
    public void RandomWeightsAreThoseOfTheirSeed()
    {
        using RandomWeights weights = new(GptShape.Bytes, seed: 1);
        Assert.Equal(weights.Hash(), new RandomWeights(GptShape.Bytes, seed: 1).Hash());
        Assert.NotEqual(weights.Hash(), new RandomWeights(GptShape.Bytes, seed: 2).Hash());

        // The same on every machine: packed texts name the weights by it.
        Assert.Equal(0x3E07103C01DA47F5UL, weights.Hash());
    }

    private static void AssertRefused(string message, Action call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);

    /// <summary>Rounding takes the logits no further from the truth than plain loops of floats are: the root of the mean square of their errors is at most twice as large.</summary>
    private static void AssertAccurate(GptWeights weights, Func<GptWeights, Gpt> create, int heads, int[] tokens)
    {
        double[] exact = [.. new PlainGpt<double>(weights, heads).Logits(tokens).SelectMany(static row => row)];
        double[] plain = [.. new PlainGpt<float>(weights, heads).Logits(tokens).SelectMany(static row => row).Select(static logit => (double)logit)];
        Gpt model = create(weights);
        float[] logits = new float[exact.Length];
        model.Logits(States(model, tokens), logits);

        double error = Error(Array.ConvertAll(logits, static logit => (double)logit), exact);
        Assert.InRange(error, 0, 2 * Error(plain, exact));
        Assert.True(exact.Max() - exact.Min() > 1, "Logits that are all alike tell nothing.");
    }

    private static double Error(double[] logits, double[] exact) => Math.Sqrt(logits.Zip(exact, static (logit, truth) => (logit - truth) * (logit - truth)).Average());

    private static float[] States(Gpt model, int[] tokens)
    {
        float[] states = new float[tokens.Length * model.Shape.Dim];
        model.Forward(tokens, [tokens.Length], model.CreateCaches(1), states);
        return states;
    }
}
