using SpanAttention.Primitives;
using Xunit;
using Xunit.Abstractions;

namespace SpanAttention.Tests;

/// <summary>The logarithm of the canonical order: its bound, its edges, its order, and the same bits in both forms.</summary>
public class LogarithmTests(ITestOutputHelper output)
{
    private static readonly ElementaryFunction Log2 = new("log2", Logarithm.Log2, Logarithm.Log2, null, null, Math.Log2);

    // The largest error of all positive floats, rounded up; both canons have it.
    private const double StatedUlps = 3.01;

    [Fact]
    public void Is_within_its_stated_bound_rising_and_the_same_in_both_forms() => AssertHolds(FloatSweep.Through(Log2, new FloatRange(float.Epsilon, float.MaxValue)));

    [Fact]
    public void Its_stated_bound_is_its_largest_error()
    {
        const float Worst = 1.09002244f;
        Assert.InRange(Log2.Ulps(Worst, Logarithm.Log2(Worst)), StatedUlps - 0.01, StatedUlps);
    }

    // There the result passes zero.
    [Fact]
    public void Holds_next_to_one() => AssertHolds(FloatSweep.Over(Log2, FloatRange.Around(1, 1 << 18)));

    // There the exponent changes.
    [Fact]
    public void Holds_next_to_every_odd_power_of_the_root_of_two() =>
        AssertHolds(FloatSweep.Over(Log2, Enumerable.Range(-126, 253).Select(static exponent => FloatRange.Around(MathF.ScaleB(0.707106781f, exponent), 500))));

    [Fact]
    public void Holds_for_small_subnormals_and_next_to_the_smallest_normal() => AssertHolds(
        FloatSweep.Over(Log2, new FloatRange(float.Epsilon, 1e-40f), FloatRange.Around(1.17549435E-38f, 1 << 16)));

    [Theory]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(1f, 0f)]
    [InlineData(2f, 1f)]
    [InlineData(1024f, 10f)]
    [InlineData(float.Epsilon, -149f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Is_exact_at_edges(float x, float expected) =>
        Assert.All(Log2.Forms([.. Enumerable.Repeat(x, 16)]), form => Assert.All(form.Results, result => Assert.Equal(expected, result)));

    [Fact]
    public void Is_negative_infinity_at_negative_zero() =>
        Assert.All(Log2.Forms([.. Enumerable.Repeat(-0f, 16)]), static form => Assert.All(form.Results, static result => Assert.Equal(float.NegativeInfinity, result)));

    private void AssertHolds(FloatSweep sweep)
    {
        output.WriteLine(sweep.ToString());
        Assert.Null(sweep.Difference);
        Assert.True(sweep.WorstUlps <= StatedUlps, sweep.ToString());
        Assert.Equal(0, sweep.Falls);
    }
}
