using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>The logarithm of the canonical order.</summary>
public class LogarithmTests
{
    // u = 2^-24. Rounding: (f − 1) / (f + 1) 2u, the series 2u and its truncation below u, product and sum 1u: under 6u of the fraction's part,
    // plus half an ulp of the result.
    private const double Unit = 1.0 / (1 << 24);
    private const double FractionUnits = 6;

    [Fact]
    public void Is_within_its_bound_on_a_stride_through_all_positive_floats()
    {
        const int Stride = 10007;
        for (int bits = 1; bits < 0x7F800000; bits += Stride)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            double exact = Math.Log2(x);
            double fractionPart = Math.Abs(exact - Math.Round(exact));
            double allowed = (FractionUnits * Unit * Math.Max(fractionPart, Unit)) + (Unit * Math.Abs(exact));
            Assert.True(Math.Abs(Logarithm.Log2(x) - exact) <= allowed, $"log2 {x:G9} is {exact:G9}, not {Logarithm.Log2(x):G9}");
        }
    }

    [Theory]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(1f, 0f)]
    [InlineData(2f, 1f)]
    [InlineData(1024f, 10f)]
    [InlineData(float.Epsilon, -149f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Is_exact_at_edges(float x, float expected) => Assert.Equal(expected, Logarithm.Log2(x));
}
