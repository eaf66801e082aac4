using SpanAttention.Primitives;
using Xunit;
using Xunit.Abstractions;

namespace SpanAttention.Tests;

/// <summary>The hyperbolic tangent of the canonical order: its bound, its edges, its order, and the same bits in every width.</summary>
public class HyperbolicTangentTests(ITestOutputHelper output)
{
    private static readonly ElementaryFunction Tanh = new(
        "tanh", HyperbolicTangent.Tanh, HyperbolicTangent.Tanh, HyperbolicTangent.Tanh, HyperbolicTangent.Tanh, Math.Tanh);

    // The largest error of all floats, rounded up: 1.6767 in the fused canon, 1.6683 in the separate one.
    private const double StatedUlps = 1.68;

    [Fact]
    public void Is_within_its_stated_bound_rising_and_the_same_in_every_form() =>
        AssertHolds(FloatSweep.Through(Tanh, new FloatRange(float.NegativeInfinity, float.PositiveInfinity)));

    [Fact]
    public void Its_stated_bound_is_its_largest_error()
    {
        float worst = AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? 0.975295365f : 0.954879165f;
        Assert.InRange(Tanh.Ulps(worst, HyperbolicTangent.Tanh(worst)), StatedUlps - 0.02, StatedUlps);
    }

    // There the quotient takes over from the polynomial, and the result becomes 1.
    [Theory]
    [InlineData(0.875f)]
    [InlineData(9.01f)]
    [InlineData(10f)]
    public void Holds_where_the_method_changes(float argument) =>
        AssertHolds(FloatSweep.Over(Tanh, FloatRange.Around(argument, 1 << 17), FloatRange.Around(-argument, 1 << 17)));

    [Fact]
    public void Is_its_argument_next_to_zero()
    {
        FloatRange nextToZero = FloatRange.Around(0, 1 << 16);
        float[] arguments = [.. Enumerable.Range(0, (1 << 17) - 16).Select(index => nextToZero[index])];
        foreach ((_, float[] results) in Tanh.Forms(arguments))
        {
            Assert.Equal(arguments, results);
        }
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.Epsilon, float.Epsilon)]
    [InlineData(-float.Epsilon, -float.Epsilon)]
    [InlineData(1.17549435E-38f, 1.17549435E-38f)]
    [InlineData(9.02f, 1f)]
    [InlineData(-9.02f, -1f)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    public void Is_exact_at_edges(float x, float expected) => Assert.All(
        Tanh.Forms([.. Enumerable.Repeat(x, 16)]),
        form => Assert.All(form.Results, result => Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(result))));

    [Fact]
    public void Zero_keeps_its_sign() =>
        Assert.All(Tanh.Forms([.. Enumerable.Repeat(-0f, 16)]), static form => Assert.All(form.Results, static result => Assert.True(float.IsNegative(result) && result == 0)));

    [Fact]
    public void NaN_stays_NaN() =>
        Assert.All(Tanh.Forms([.. Enumerable.Repeat(float.NaN, 16)]), static form => Assert.All(form.Results, static result => Assert.True(float.IsNaN(result))));

    private void AssertHolds(FloatSweep sweep)
    {
        output.WriteLine(sweep.ToString());
        Assert.Null(sweep.Difference);
        Assert.True(sweep.WorstUlps <= StatedUlps, sweep.ToString());
        Assert.Equal(0, sweep.Falls);
    }
}
