using SpanAttention.Primitives;
using Xunit;
using Xunit.Abstractions;

namespace SpanAttention.Tests;

/// <summary>Sine and cosine of the canonical order: their bound against the platform's own in double, which is good to 2^-28 ulp of float, their edges, and their bits.</summary>
public class SineCosineTests(ITestOutputHelper output)
{
    // Half an ulp is the rounding to float; what comes before it is good to 2^-46.
    private const double StatedUlps = 0.50001;

    private const int Positions = 131072;

    [Theory]
    [InlineData(10000, 128)]
    [InlineData(500000, 128)]
    public void Are_within_their_stated_bound_at_rotary_angles(double rotaryBase, int rotaryDim)
    {
        double worst = Enumerable.Range(0, rotaryDim / 2).AsParallel().Max(i =>
        {
            float frequency = (float)Math.Pow(rotaryBase, -2.0 * i / rotaryDim);
            return Enumerable.Range(0, Positions + 1).Max(position => WorstUlps((double)position * frequency));
        });
        output.WriteLine($"base {rotaryBase}: {worst:F7} ulp");
        Assert.InRange(worst, 0, StatedUlps);
    }

    [Fact]
    public void Are_within_their_stated_bound_at_angles_of_every_size()
    {
        const int EachSize = 20_000;
        double worst = Enumerable.Range(-60, 92).AsParallel().Max(exponent =>
        {
            Random random = new(exponent);
            return Enumerable.Range(0, EachSize).Max(_ => WorstUlps(Math.ScaleB(1 + random.NextDouble(), exponent - 1) * (random.Next(2) == 0 ? -1 : 1)));
        });
        output.WriteLine($"{worst:F7} ulp");
        Assert.InRange(worst, 0, StatedUlps);
    }

    // Computed with 400 bits. The first five all but are multiples of π/2: no doubles up to 2^31 come closer to one.
    [Theory]
    [InlineData(45.553093477052, 1.0, -6.1898063658835770e-19)]
    [InlineData(14461176.67027838, -1.0, -1.6985038298986004e-18)]
    [InlineData(28922353.34055676, 3.3970076597972008e-18, -1.0)]
    [InlineData(57844706.68111352, -6.7940153195944015e-18, 1.0)]
    [InlineData(231378826.72445408, -2.7176061278377607e-17, 1.0)]
    [InlineData(1000000000.5, 0.88072720597321432, 0.47362388945091793)]
    [InlineData(2147483646.0, 0.18796200317975469, -0.98217630054927201)]
    [InlineData(2147483648.0, -0.97131017579293924, 0.23781619457280336)]
    public void Are_right_where_reduction_is_hard(double angle, double sine, double cosine)
    {
        (float actualSine, float actualCosine) = SineCosine.Of(angle);
        Assert.Equal((float)sine, actualSine);
        Assert.Equal((float)cosine, actualCosine);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(2147483648.0000005)]
    [InlineData(-2147483648.0000005)]
    [InlineData(double.MaxValue)]
    public void Are_NaN_where_the_angle_is_no_angle(double angle) => Assert.Equal((float.NaN, float.NaN), SineCosine.Of(angle));

    [Theory]
    [InlineData(0.0, 0f)]
    [InlineData(double.Epsilon, 0f)]
    [InlineData(1e-40, 1e-40f)]
    [InlineData(-1e-20, -1e-20f)]
    public void The_sine_of_next_to_nothing_is_its_angle(double angle, float expected)
    {
        (float sine, float cosine) = SineCosine.Of(angle);
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(sine));
        Assert.Equal(1, cosine);
    }

    [Fact]
    public void The_sine_of_zero_keeps_its_sign() => Assert.True(float.IsNegative(SineCosine.Of(-0.0).Sine) && SineCosine.Of(-0.0).Sine == 0);

    [Fact]
    public void The_sine_is_odd_and_the_cosine_even()
    {
        for (double angle = 0.1; angle < 1e9; angle *= 1.01)
        {
            (float sine, float cosine) = SineCosine.Of(angle);
            Assert.Equal((-sine, cosine), SineCosine.Of(-angle));
        }
    }

    [Fact]
    public void Their_bits_are_the_same_on_every_machine()
    {
        const long Expected = 7274556578767387160;
        long hash = 0;
        for (int i = 0; i < 1 << 16; i++)
        {
            (float sine, float cosine) = SineCosine.Of(i * ((0.5 * i) + 0.1));
            hash = unchecked((((hash * 31) + BitConverter.SingleToInt32Bits(sine)) * 31) + BitConverter.SingleToInt32Bits(cosine));
        }

        Assert.Equal(Expected, hash);
    }

    private static double WorstUlps(double angle)
    {
        (float sine, float cosine) = SineCosine.Of(angle);
        return Math.Max(LastPlace.Distance(sine, Math.Sin(angle)), LastPlace.Distance(cosine, Math.Cos(angle)));
    }
}
