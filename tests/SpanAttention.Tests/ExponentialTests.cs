using System.Runtime.Intrinsics;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>The exponential of the canonical order: its bound, its edges, and the same bits in every width.</summary>
public class ExponentialTests
{
    private const double StatedUlps = 1.94;

    [Fact]
    public void Is_within_its_stated_bound_on_a_stride_through_all_floats_of_the_domain()
    {
        double worst = 0;
        foreach (float t in Domain())
        {
            double exact = Math.Pow(2, t);
            double ulp = MathF.BitIncrement((float)exact) - (double)(float)exact;
            worst = Math.Max(worst, Math.Abs(Exponential.Exp2(t) - exact) / ulp);
        }

        Assert.InRange(worst, 0, StatedUlps);
    }

    [Fact]
    public void Has_the_same_bits_in_every_width()
    {
        foreach (float t in Domain().Concat(Edges()))
        {
            float scalar = Exponential.Exp2(t);
            AssertSame(t, scalar, Exponential.Exp2(Vector128.Create(t))[3]);
            AssertSame(t, scalar, Exponential.Exp2(Vector256.Create(t))[5]);
            AssertSame(t, scalar, Exponential.Exp2(Vector512.Create(t))[9]);
        }
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(-1f, 0.5f)]
    [InlineData(-126f, 1.17549435E-38f)]
    [InlineData(-126.0001f, 0f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(127f, 1.70141183E+38f)]
    public void Is_exact_at_edges(float t, float expected) => Assert.Equal(expected, Exponential.Exp2(t));

    // A prime stride through the bit patterns meets every exponent and all low bits.
    private static IEnumerable<float> Domain()
    {
        const int Stride = 9973;
        int negativeEnd = BitConverter.SingleToInt32Bits(126f);
        for (int bits = 0; bits <= negativeEnd; bits += Stride)
        {
            yield return -BitConverter.Int32BitsToSingle(bits);
            yield return BitConverter.Int32BitsToSingle(bits);
        }
    }

    private static IEnumerable<float> Edges() =>
        [-126f, MathF.BitDecrement(-126f), float.NegativeInfinity, float.NaN, float.MinValue, 127f, -0.5f, 0.5f, -1.5f, float.Epsilon, -float.Epsilon];

    private static void AssertSame(float t, float expected, float actual) =>
        Assert.True(BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual) || (float.IsNaN(expected) && float.IsNaN(actual)), $"2^{t:G9}: {expected:G9} as scalar, {actual:G9} in a vector");
}
