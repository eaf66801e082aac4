using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>What heads look at, kept while a text is read.</summary>
public sealed class GptAttentionTests
{
    private static readonly int[] Text = [256, 72, 101, 108, 108, 111, 0, 255, 32, 97, 97, 97];

    [Fact]
    public void TheTinyModelLooksWhereAGpt2Looks() =>
        AssertAccurate(new LivelyWeights(TinyGpt.Shape, 3), static weights => new Gpt<TinyBlock, TinyHead>(weights), static weights => new GptAttention<TinyAttention>(weights, Text.Length), Text);

    [Fact]
    public void TheSmallModelLooksWhereAGpt2Looks() => AssertAccurate(new LivelyWeights(GptShape.Bytes, 3), Gpt.Create, static weights => GptAttention.Create(weights, Text.Length), Text);

    /// <summary>One layer: others have the same declaration.</summary>
    [Fact]
    public void Gpt2LooksWhereAGpt2Looks() =>
        AssertAccurate(new LivelyWeights(GptShape.Gpt2 with { Layers = 1 }, 3), Gpt.Create, static weights => GptAttention.Create(weights, 8), [50256, 15496, 995]);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void ChunksLookWhereTheWholeLooks(int chunk)
    {
        LivelyWeights weights = new(TinyGpt.Shape, 1);
        Gpt model = new Gpt<TinyBlock, TinyHead>(weights);
        float[] expected = Looks(Read(model, new GptAttention<TinyAttention>(weights, 18), Text), Text.Length);

        GptAttention attention = new GptAttention<TinyAttention>(weights, 18);
        GptCaches caches = model.CreateCaches(1);
        for (int start = 0; start < Text.Length; start += chunk)
        {
            int count = Math.Min(chunk, Text.Length - start);
            model.Forward(Text.AsSpan(start, count), [count], caches, new float[count * model.Shape.Dim], attention);
        }

        Assert.Equal(expected, Looks(attention, Text.Length));
    }

    /// <summary>What was truncated leaves no trace.</summary>
    [Fact]
    public void ATextThatIsChangedLooksAsIfItHadBeenReadSo()
    {
        LivelyWeights weights = new(TinyGpt.Shape, 1);
        Gpt model = new Gpt<TinyBlock, TinyHead>(weights);
        int[] other = [.. Text[..7], 5, 6];
        GptAttention attention = new GptAttention<TinyAttention>(weights, 18);
        GptCaches caches = model.CreateCaches(1);
        model.Forward(Text, [Text.Length], caches, new float[Text.Length * model.Shape.Dim], attention);
        caches.TruncateTo(0, 7);
        model.Forward(other.AsSpan(7), [2], caches, new float[2 * model.Shape.Dim], attention);

        Assert.Equal(Looks(Read(model, new GptAttention<TinyAttention>(weights, 18), other), other.Length), Looks(attention, other.Length));
    }

    [Fact]
    public void LookingChangesNoState()
    {
        LivelyWeights weights = new(TinyGpt.Shape, 1);
        Gpt model = new Gpt<TinyBlock, TinyHead>(weights);
        float[] expected = new float[Text.Length * model.Shape.Dim];
        float[] states = new float[expected.Length];
        model.Forward(Text, [Text.Length], model.CreateCaches(1), expected);
        model.Forward(Text, [Text.Length], model.CreateCaches(1), states, new GptAttention<TinyAttention>(weights, Text.Length));
        Assert.Equal(expected, states);
    }

    [Fact]
    public void WrongCallsAreRefusedInWords()
    {
        LivelyWeights weights = new(TinyGpt.Shape, 1);
        Gpt model = new Gpt<TinyBlock, TinyHead>(weights);
        GptAttention attention = new GptAttention<TinyAttention>(weights, 4);
        GptCaches caches = model.CreateCaches(2);
        model.Forward([1, 2, 3], [3], caches, new float[3 * 12], attention);

        AssertRefused("lengths are of 2 texts; attention is kept of one.", () => model.Forward([1, 2], [1, 1], caches, new float[2 * 12], attention));
        AssertRefused("lengths[0] is 2; after 3 tokens attention has room for 1.", () => model.Forward([1, 2], [2], caches, new float[2 * 12], attention));
        AssertRefused($"No attention is declared for {TinyGpt.Shape}.", () => GptAttention.Create(weights, 4));
        Assert.Equal(3, caches.Count(0));
    }

    private static void AssertRefused(string message, Action call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);

    /// <summary>Rounding takes weights no further from the truth than plain loops of floats are: the root of the mean square of their errors is at most twice as large.</summary>
    private static void AssertAccurate(GptWeights weights, Func<GptWeights, Gpt> create, Func<GptWeights, GptAttention> createAttention, int[] tokens)
    {
        GptAttention attention = Read(create(weights), createAttention(weights), tokens);
        PlainGpt<double> exact = new(weights, attention.Heads);
        exact.Logits(tokens);
        PlainGpt<float> plain = new(weights, attention.Heads);
        plain.Logits(tokens);

        double[] looks = Array.ConvertAll(Looks(attention, tokens.Length), static look => (double)look);
        Assert.InRange(Error(looks, exact.Looks), 0, 2 * Error([.. plain.Looks.Select(static look => (double)look)], exact.Looks));
    }

    private static double Error(IReadOnlyList<double> looks, IReadOnlyList<double> exact)
    {
        Assert.Equal(exact.Count, looks.Count);
        return Math.Sqrt(looks.Zip(exact, static (look, truth) => (look - truth) * (look - truth)).Average());
    }

    private static GptAttention Read(Gpt model, GptAttention attention, int[] tokens)
    {
        model.Forward(tokens, [tokens.Length], model.CreateCaches(1), new float[tokens.Length * model.Shape.Dim], attention);
        return attention;
    }

    /// <summary>[layers, rows, heads, row + 1].</summary>
    private static float[] Looks(GptAttention attention, int tokens)
    {
        List<float> looks = [];
        for (int layer = 0; layer < attention.Layers; layer++)
        {
            for (int row = 0; row < tokens; row++)
            {
                for (int head = 0; head < attention.Heads; head++)
                {
                    looks.AddRange(attention.Row(layer, head, row));
                }
            }
        }

        return [.. looks];
    }
}
