using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Activations: the bits of their definitions at every length, their limits, and errors before anything is written.</summary>
public class ActivationsTests
{
    private static readonly Dictionary<Activation, Func<float, float>> Definitions = new()
    {
        [Activation.None] = static x => x,
        [Activation.Relu] = static x => x <= 0 ? 0 : x,
        [Activation.ReluSquared] = static x => x <= 0 ? 0 : x * x,
        [Activation.Tanh] = HyperbolicTangent.Tanh,
        [Activation.Gelu] = static x => Gated(x, Lanes.MultiplyAdd(ErrorFunction.Erf(x * 0.70710678f), 0.5f, 0.5f)),
        [Activation.GeluTanh] = static x => Gated(x, Lanes.MultiplyAdd(HyperbolicTangent.Tanh(x * Lanes.MultiplyAdd(x * x, 0.0356774081363001f, 0.7978845608028654f)), 0.5f, 0.5f)),
        [Activation.Silu] = static x => Gated(x, LogisticFunction.Sigma(x)),
        [Activation.QuickGelu] = static x => Gated(x, LogisticFunction.Sigma(x * 1.702f)),
    };

    public static TheoryData<Activation> All => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(All))]
    public void It_has_the_bits_of_its_definition_at_every_length(Activation activation)
    {
        for (int length = 0; length < 40; length++)
        {
            float[] source = [.. Enumerable.Range(0, length).Select(static index => (index - 17) * 0.61f)];
            float[] destination = new float[length + 1];

            Activations.Apply(activation, source, destination);

            AssertBits([.. source.Select(Definitions[activation])], destination[..length]);
            Assert.Equal(0, destination[length]);
            Activations.Apply(activation, source, source);
            AssertBits(destination[..length], source);
        }
    }

    [Theory]
    [InlineData(Activation.Relu, 0f)]
    [InlineData(Activation.ReluSquared, 0f)]
    [InlineData(Activation.Gelu, -0f)]
    [InlineData(Activation.GeluTanh, -0f)]
    [InlineData(Activation.Silu, -0f)]
    [InlineData(Activation.QuickGelu, -0f)]
    [InlineData(Activation.Tanh, -1f)]
    [InlineData(Activation.None, float.NegativeInfinity)]
    public void It_goes_to_its_limits(Activation activation, float limit)
    {
        float[] numbers = [float.NegativeInfinity, float.PositiveInfinity, float.NaN, float.MinValue, float.MaxValue, 0];
        Activations.Apply(activation, numbers, numbers);

        AssertBits([limit], [numbers[0]]);
        Assert.Equal(activation == Activation.Tanh ? 1 : float.PositiveInfinity, numbers[1]);
        Assert.True(float.IsNaN(numbers[2]));
        Assert.Equal(activation == Activation.None ? float.MinValue : limit, numbers[3]);
        Assert.Equal(0, numbers[5]);
    }

    // Rounded inputs of the function, its stated bound and the product: no more than 1e-6 of x, which is 8 ulp of a share near 1.
    [Theory]
    [InlineData(Activation.Gelu, 1f, 0.8413447460685429)]
    [InlineData(Activation.Gelu, -2f, -0.04550026389635842)]
    [InlineData(Activation.GeluTanh, 1f, 0.8411919906082768)]
    [InlineData(Activation.Silu, -3f, -0.1422776195327871)]
    [InlineData(Activation.QuickGelu, 0.5f, 0.35038843660638014)]
    public void It_is_near_its_exact_value(Activation activation, float x, double exact)
    {
        float[] result = new float[1];
        Activations.Apply(activation, [x], result);
        Assert.InRange(result[0] - exact, -1e-6 * Math.Abs(x), 1e-6 * Math.Abs(x));
    }

    [Fact]
    public void Nothing_is_written_where_something_is_wrong()
    {
        float[] memory = new float[8];
        Assert.Contains("2", Assert.Throws<ArgumentException>("destination", () => Activations.Apply(Activation.Relu, new float[3], new float[2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("destination", () => Activations.Apply(Activation.Tanh, memory.AsSpan(0, 5), memory.AsSpan(2, 5)));
        Assert.Throws<ArgumentOutOfRangeException>("activation", () => Activations.Apply((Activation)99, new float[3], memory));
        Assert.All(memory, static x => Assert.Equal(0, x));
    }

    private static float Gated(float x, float share) => share == 0 ? -0f : x * share;

    private static void AssertBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
}
