using SpanAttention.Primitives;
using Xunit;
using Xunit.Abstractions;

namespace SpanAttention.Tests;

/// <summary>The exponential of the canonical order: its bound, its edges, and the same bits in every width.</summary>
public class ExponentialTests(ITestOutputHelper output)
{
    private static readonly ElementaryFunction Exp2 = new(
        "exp2", Exponential.Exp2, Exponential.Exp2, Exponential.Exp2, Exponential.Exp2, static t => Math.Pow(2, t));

    // The largest errors of all floats of the domain, rounded up.
    private static double StatedUlps => AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? 1.95 : 2.17;

    [Fact]
    public void Is_within_its_stated_bound_and_the_same_in_every_form() => AssertHolds(FloatSweep.Through(Exp2, new FloatRange(-126, 127)));

    [Fact]
    public void Its_stated_bound_is_its_largest_error()
    {
        float worst = AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? -0.236140087f : -0.432254642f;
        Assert.InRange(Exp2.Ulps(worst, Exponential.Exp2(worst)), StatedUlps - 0.01, StatedUlps);
    }

    // There the nearest integer changes, or the fraction its sign.
    [Fact]
    public void Holds_next_to_every_integer_and_half() =>
        AssertHolds(FloatSweep.Over(Exp2, Enumerable.Range(-251, 504).Select(static half => FloatRange.Around(half / 2f, 500))));

    [Fact]
    public void Is_zero_below_its_domain_in_every_form()
    {
        FloatRange below = new(float.NegativeInfinity, MathF.BitDecrement(-126));
        float[] arguments = [.. Enumerable.Range(0, 1 << 14).Select(index => below[(below.Count - 1) * index / ((1 << 14) - 1)])];
        foreach ((_, float[] results) in Exp2.Forms(arguments))
        {
            Assert.All(results, static result => Assert.Equal(0, BitConverter.SingleToInt32Bits(result)));
        }
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(float.Epsilon, 1f)]
    [InlineData(-float.Epsilon, 1f)]
    [InlineData(-1f, 0.5f)]
    [InlineData(-126f, 1.17549435E-38f)]
    [InlineData(-126.0001f, 0f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(127f, 1.70141183E+38f)]
    public void Is_exact_at_edges(float t, float expected) =>
        Assert.All(Exp2.Forms([.. Enumerable.Repeat(t, 16)]), form => Assert.All(form.Results, result => Assert.Equal(expected, result)));

    [Theory]
    [InlineData(0x7FC00001)]
    [InlineData(0x7FC001FF)]
    [InlineData(0x7F800001)]
    [InlineData(0x7FFFFFFF)]
    [InlineData(0xFFC00001)]
    [InlineData(0xFFFFFFFF)]
    public void Keeps_NaN_whatever_its_payload(uint bits) =>
        Assert.All(Exp2.Forms([.. Enumerable.Repeat(BitConverter.UInt32BitsToSingle(bits), 16)]), static form => Assert.All(form.Results, static result => Assert.Equal(float.NaN, result)));

    [Fact]
    public void Is_one_at_negative_zero() =>
        Assert.All(Exp2.Forms([.. Enumerable.Repeat(-0f, 16)]), static form => Assert.All(form.Results, static result => Assert.Equal(1, result)));

    private void AssertHolds(FloatSweep sweep)
    {
        output.WriteLine(sweep.ToString());
        Assert.Null(sweep.Difference);
        Assert.True(sweep.WorstUlps <= StatedUlps, sweep.ToString());
    }
}
