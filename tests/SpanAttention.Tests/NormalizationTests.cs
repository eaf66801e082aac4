using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Normalizations of tokens: the bits of their definition, whatever the dimension and however many tokens, and errors that name both numbers.</summary>
public class NormalizationTests
{
    private const float Epsilon = 1e-5f;

    public static TheoryData<int, int> Shapes
    {
        get
        {
            TheoryData<int, int> shapes = [];
            foreach (int dim in new[] { 1, 2, 7, 8, 15, 16, 17, 33, 384, 769 })
            {
                shapes.Add(dim, 1);
                shapes.Add(dim, 3);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_layer_norm_has_the_bits_of_its_definition(int dim, int tokens)
    {
        (float[] source, float[] weight, float[] bias) = Sample(dim, tokens);
        float[] destination = new float[source.Length + 2];

        Normalization.LayerNorm(source, weight, bias, Epsilon, destination);

        AssertBits(Tokens(source, dim, row => Canonical(row, weight, bias)), destination[..source.Length]);
        Assert.Equal([0, 0], destination[source.Length..]);
        Normalization.LayerNorm(source, weight, [], Epsilon, destination);
        AssertBits(Tokens(source, dim, row => Canonical(row, weight, [])), destination[..source.Length]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_root_mean_square_has_the_bits_of_its_definition_in_place_too(int dim, int tokens)
    {
        (float[] source, float[] weight, _) = Sample(dim, tokens);
        float[] expected = Tokens(source, dim, row => Scaled(row, weight, []));

        Normalization.RootMeanSquare(source, weight, Epsilon, source);

        AssertBits(expected, source);
    }

    [Fact]
    public void A_layer_norm_works_in_place()
    {
        (float[] source, float[] weight, float[] bias) = Sample(37, 4);
        float[] expected = new float[source.Length];
        Normalization.LayerNorm(source, weight, bias, Epsilon, expected);

        Normalization.LayerNorm(source, weight, bias, Epsilon, source);

        AssertBits(expected, source);
    }

    [Fact]
    public void A_normalized_token_has_mean_0_and_variance_1()
    {
        const int Dim = 768;
        (float[] source, _, _) = Sample(Dim, 1);
        float[] destination = new float[Dim];

        Normalization.LayerNorm(source, [.. Enumerable.Repeat(1f, Dim)], [], epsilon: 0, destination);

        // A rounding of each of 48 additions in a row, of each square and of the quotient, relative to the largest element.
        double bound = 60 * Math.Pow(2, -24) * destination.Max(Math.Abs);
        Assert.InRange(destination.Average(static x => (double)x), -bound, bound);
        Assert.InRange(destination.Average(static x => (double)x * x), 1 - (4 * bound), 1 + (4 * bound));
    }

    [Fact]
    public void Zeros_stay_zeros_and_NaN_stays_in_its_token()
    {
        float[] destination = new float[6];
        Normalization.LayerNorm([0, 0, 0, float.NaN, 1, 2], [1, 1, 1], [], Epsilon, destination);
        Assert.Equal([0, 0, 0], destination[..3]);
        Assert.All(destination[3..], static x => Assert.True(float.IsNaN(x)));
        Normalization.RootMeanSquare([0, 0, 0, float.PositiveInfinity, 1, 2], [1, 1, 1], Epsilon, destination);
        Assert.Equal([0, 0, 0], destination[..3]);
        Assert.True(float.IsNaN(destination[3]));
    }

    [Fact]
    public void Nothing_is_written_where_something_is_wrong()
    {
        float[] destination = new float[6];
        Assert.Equal("weight is empty; it has a float for each dimension of a token. (Parameter 'weight')", Refusal("weight", () => Normalization.LayerNorm(new float[6], [], [], Epsilon, destination)));
        Assert.Contains("7", Refusal("source", () => Normalization.LayerNorm(new float[7], new float[3], [], Epsilon, destination)), StringComparison.Ordinal);
        Assert.Contains("2", Refusal("bias", () => Normalization.LayerNorm(new float[6], new float[3], new float[2], Epsilon, destination)), StringComparison.Ordinal);
        Assert.Contains("5", Refusal("destination", () => Normalization.RootMeanSquare(new float[6], new float[3], Epsilon, new float[5])), StringComparison.Ordinal);
        foreach (float epsilon in new[] { -1e-9f, float.NaN, float.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Normalization.RootMeanSquare(new float[6], new float[3], epsilon, destination));
        }

        float[] memory = new float[12];
        Assert.Throws<ArgumentException>("destination", () => Normalization.RootMeanSquare(memory.AsSpan(0, 6), new float[3], Epsilon, memory.AsSpan(1, 6)));
        Assert.Throws<ArgumentException>("destination", () => Normalization.RootMeanSquare(memory.AsSpan(0, 6), memory.AsSpan(8, 3), Epsilon, memory.AsSpan(6, 6)));
        Assert.All(destination.Concat(memory), static x => Assert.Equal(0, x));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        (float[] source, float[] weight, float[] bias) = Sample(768, 2);
        Normalization.LayerNorm(source, weight, bias, Epsilon, source);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Normalization.LayerNorm(source, weight, bias, Epsilon, source);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // As CanonicalOrder.md has it.
    private static float[] Canonical(float[] row, float[] weight, float[] bias)
    {
        float mean = Fold(row, static (sum, x) => sum + x) / row.Length;
        return Scaled([.. row.Select(x => x - mean)], weight, bias);
    }

    private static float[] Scaled(float[] row, float[] weight, float[] bias)
    {
        float factor = 1 / MathF.Sqrt((Fold(row, static (sum, x) => Lanes.MultiplyAdd(x, x, sum)) / row.Length) + Epsilon);
        return [.. row.Select((x, index) => bias.Length == 0 ? x * factor * weight[index] : Lanes.MultiplyAdd(x * factor, weight[index], bias[index]))];
    }

    private static float Fold(float[] row, Func<float, float, float> add)
    {
        float[] sums = new float[16];
        for (int x = 0; x < row.Length; x++)
        {
            sums[x % 16] = add(sums[x % 16], row[x]);
        }

        float[] fours = [.. Enumerable.Range(0, 4).Select(lane => (sums[lane] + sums[lane + 8]) + (sums[lane + 4] + sums[lane + 12]))];
        return (fours[0] + fours[2]) + (fours[1] + fours[3]);
    }

    private static float[] Tokens(float[] source, int dim, Func<float[], float[]> ofToken) => [.. source.Chunk(dim).SelectMany(ofToken)];

    private static (float[] Source, float[] Weight, float[] Bias) Sample(int dim, int tokens)
    {
        Random random = new((dim * 31) + tokens);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 1.5f)];
        return (Numbers(dim * tokens), Numbers(dim), Numbers(dim));
    }

    private static void AssertBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));

    private static string Refusal(string parameter, Action call) => Assert.Throws<ArgumentException>(parameter, call).Message;
}
