using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>Slopes of activations: the bits of their definitions at every length, finite differences of the functions in double, and their limits.</summary>
public class ActivationGradientTests
{
    private const float K1 = 0.7978845608028654f;
    private const float K3 = 0.0356774081363001f;

    private static readonly Dictionary<Activation, Func<float, float>> Definitions = new()
    {
        [Activation.None] = static _ => 1,
        [Activation.Relu] = static x => x <= 0 ? 0 : 1,
        [Activation.ReluSquared] = static x => x <= 0 ? 0 : x + x,
        [Activation.Tanh] = static x => Lanes.MultiplyAdd(-HyperbolicTangent.Tanh(x), HyperbolicTangent.Tanh(x), 1),
        [Activation.Gelu] = static x =>
            Lanes.MultiplyAdd(ErrorFunction.Erf(x * 0.70710678f), 0.5f, 0.5f) + Gated(x, Exponential.Exp2(x * x * -0.72134752f) * 0.39894228f),
        [Activation.GeluTanh] = static x =>
        {
            float square = x * x;
            float tangent = HyperbolicTangent.Tanh(x * Lanes.MultiplyAdd(square, K3, K1));
            return Lanes.MultiplyAdd(tangent, 0.5f, 0.5f) + Gated(Lanes.MultiplyAdd(square, 3 * K3, K1), Gated(x, Lanes.MultiplyAdd(-tangent, tangent, 1) * 0.5f));
        },
        [Activation.Silu] = SlopeOfSigma,
        [Activation.QuickGelu] = static x => SlopeOfSigma(x * 1.702f),
    };

    public static TheoryData<Activation> All => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(All))]
    public void It_has_the_bits_of_its_definition_at_every_length(Activation activation)
    {
        for (int length = 0; length < 40; length++)
        {
            float[] source = [.. Enumerable.Range(0, length).Select(static index => (index - 17) * 0.41f)];
            float[] gradient = [.. Enumerable.Range(0, length).Select(static index => (index % 5) - 1.5f)];
            float[] expected = [.. source.Zip(gradient, (x, g) => g * Definitions[activation](x))];
            float[] actual = new float[length + 1];

            Activations.Backward(activation, source, gradient, actual);

            AssertBits(expected, actual[..length]);
            Assert.Equal(0, actual[length]);
            float[] inPlace = [.. source];
            Activations.Backward(activation, inPlace, gradient, inPlace);
            AssertBits(expected, inPlace);
            Activations.Backward(activation, source, gradient, gradient);
            AssertBits(expected, gradient);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_the_slope_of_the_function(Activation activation)
    {
        const double Step = 1e-4;
        float[] source = [-30, -6, -3.3f, -1.7f, -1, -0.4f, -0.01f, 0.02f, 0.5f, 1, 1.9f, 3, 7, 40];
        float[] slopes = new float[source.Length];
        Activations.Backward(activation, source, [.. source.Select(static _ => 1f)], slopes);

        // Central differences err by the third derivative, at most 4, times step² / 6; floats by some units of their last place, of |x| at most.
        Assert.All(source.Zip(slopes), pair => Assert.InRange(
            pair.Second - ((Exact(activation, pair.First + Step) - Exact(activation, pair.First - Step)) / (2 * Step)), -2e-6 * (1 + Math.Abs(pair.First)), 2e-6 * (1 + Math.Abs(pair.First))));
    }

    [Theory]
    [InlineData(Activation.Relu, 0f, 1f)]
    [InlineData(Activation.ReluSquared, 0f, float.PositiveInfinity)]
    [InlineData(Activation.Gelu, 0f, 1f)]
    [InlineData(Activation.GeluTanh, 0f, 1f)]
    [InlineData(Activation.Silu, 0f, 1f)]
    [InlineData(Activation.QuickGelu, 0f, 1f)]
    [InlineData(Activation.Tanh, 0f, 0f)]
    [InlineData(Activation.None, 1f, 1f)]
    public void It_goes_to_its_limits(Activation activation, float left, float right)
    {
        float[] slopes = new float[5];
        Activations.Backward(activation, [float.NegativeInfinity, float.MinValue, float.PositiveInfinity, 0, float.NaN], [1, 1, 1, 1, 1], slopes);

        Assert.Equal([left, left, right], slopes[..3]);
        Assert.Equal(Definitions[activation](0), slopes[3]);
        Assert.Equal(activation != Activation.None, float.IsNaN(slopes[4]));
    }

    [Fact]
    public void Nothing_is_written_where_something_is_wrong()
    {
        float[] memory = new float[12];
        Assert.Contains("2", Assert.Throws<ArgumentException>("destinationGradient", () => Activations.Backward(Activation.Relu, new float[3], new float[2], memory)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("sourceGradient", () => Activations.Backward(Activation.Relu, new float[3], new float[3], new float[2]));
        Assert.Throws<ArgumentException>("sourceGradient", () => Activations.Backward(Activation.Tanh, memory.AsSpan(0, 5), new float[5], memory.AsSpan(2, 5)));
        Assert.Throws<ArgumentException>("sourceGradient", () => Activations.Backward(Activation.Tanh, new float[5], memory.AsSpan(0, 5), memory.AsSpan(2, 5)));
        Assert.Throws<ArgumentOutOfRangeException>("activation", () => Activations.Backward((Activation)99, new float[3], new float[3], memory));
        Assert.All(memory, static x => Assert.Equal(0, x));
    }

    private static float SlopeOfSigma(float u) => LogisticFunction.Sigma(u) + Gated(u, LogisticFunction.Sigma(u) * (1 - LogisticFunction.Sigma(u)));

    private static float Gated(float x, float share) => share == 0 ? -0f : x * share;

    private static double Exact(Activation activation, double x) => activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.ReluSquared => Math.Max(x, 0) * Math.Max(x, 0),
        Activation.Tanh => Math.Tanh(x),
        Activation.Gelu => x * Share(x),
        Activation.GeluTanh => x * (0.5 + (0.5 * Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.QuickGelu => x / (1 + Math.Exp(-1.702 * x)),
        _ => x,
    };

    /// <summary>Φ(x), by Simpson's rule over the density from 0 on.</summary>
    private static double Share(double x)
    {
        const int Parts = 2000;
        double bounded = Math.Clamp(x, -9, 9);
        double width = bounded / Parts;
        double sum = Enumerable.Range(0, Parts + 1).Sum(part => (part is 0 or Parts ? 1 : part % 2 == 0 ? 2 : 4) * Math.Exp(-0.5 * part * width * part * width));
        return 0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }

    private static void AssertBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
}
