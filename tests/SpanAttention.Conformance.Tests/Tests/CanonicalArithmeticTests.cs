using SpanAttention.Conformance.Tests.References;
using SpanAttention.Primitives;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>The elementary functions are as accurate as the derived bounds assume, in both canons.</summary>
public sealed class CanonicalArithmeticTests
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    public static TheoryData<ArithmeticCanon> Canons => [ArithmeticCanon.Fused, ArithmeticCanon.Separate];

    // Over all floats 2.63 unit roundoffs in the fused canon and 2.99 in the separate one.
    [Theory]
    [MemberData(nameof(Canons))]
    public void Exp2IsWithinFourUnitRoundoffs(ArithmeticCanon canon)
    {
        CanonicalArithmetic arithmetic = new(canon);
        for (int step = 0; step <= 1_000_000; step++)
        {
            float t = -126f * step / 1_000_000;
            double exact = Math.Pow(2, t);
            Assert.True(Math.Abs(arithmetic.Exp2(t) - exact) <= 4 * UnitRoundoff * exact, $"2^{t:G9}");
        }
    }

    // Over all floats 3.53 unit roundoffs in the fused canon and 3.88 in the separate one.
    [Theory]
    [MemberData(nameof(Canons))]
    public void Log2IsWithinFourUnitRoundoffs(ArithmeticCanon canon)
    {
        CanonicalArithmetic arithmetic = new(canon);
        for (int bits = 1; bits > 0 && bits < 0x7F800000; bits += 2053)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            double exact = Math.Log2(x);
            Assert.True(Math.Abs(arithmetic.Log2(x) - exact) <= 4 * UnitRoundoff * Math.Max(1, Math.Abs(exact)), $"log2 {x:G9}");
        }
    }

    // 1.68 ulp, each at most two unit roundoffs of the result.
    [Theory]
    [MemberData(nameof(Canons))]
    public void TanhIsWithinFourUnitRoundoffs(ArithmeticCanon canon)
    {
        CanonicalArithmetic arithmetic = new(canon);
        foreach (float x in EverySoManyFloats())
        {
            double exact = Math.Tanh(x);
            Assert.True(Math.Abs(arithmetic.Tanh(x) - exact) <= 4 * UnitRoundoff * Math.Abs(exact), $"tanh {x:G9}");
        }
    }

    [Theory]
    [MemberData(nameof(Canons))]
    public void EdgesAreExact(ArithmeticCanon canon)
    {
        CanonicalArithmetic arithmetic = new(canon);
        Assert.Equal(1f, arithmetic.Exp2(0));
        Assert.Equal(MathF.ScaleB(1, -126), arithmetic.Exp2(-126));
        Assert.Equal(MathF.ScaleB(1, 127), arithmetic.Exp2(127));
        Assert.Equal(0f, arithmetic.Exp2(MathF.BitDecrement(-126)));
        Assert.Equal(0f, arithmetic.Exp2(float.NegativeInfinity));
        Assert.True(float.IsNaN(arithmetic.Exp2(float.NaN)));
        Assert.Equal(0f, arithmetic.Log2(1));
        Assert.Equal(-149f, arithmetic.Log2(float.Epsilon));
        Assert.Equal(float.NegativeInfinity, arithmetic.Log2(0));
        Assert.Equal(float.PositiveInfinity, arithmetic.Log2(float.PositiveInfinity));
        Assert.True(float.IsNaN(arithmetic.Log2(float.NaN)));
        AssertSame(0f, arithmetic.Tanh(0));
        AssertSame(-0f, arithmetic.Tanh(-0f));
        AssertSame(float.Epsilon, arithmetic.Tanh(float.Epsilon));
        Assert.Equal(1f, arithmetic.Tanh(float.PositiveInfinity));
        Assert.Equal(-1f, arithmetic.Tanh(float.NegativeInfinity));
        Assert.True(float.IsNaN(arithmetic.Tanh(float.NaN)));
    }

    [Fact]
    public void PrimitivesHaveTheBitsOfTheReference()
    {
        CanonicalArithmetic reference = CanonicalArithmetic.Running;
        foreach (float x in EverySoManyFloats().Concat([0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.875f, MathF.BitDecrement(0.875f), 10]))
        {
            AssertSame(reference.Tanh(x), HyperbolicTangent.Tanh(x));
            AssertSame(reference.Exp2(Math.Min(x, 127)), Exponential.Exp2(Math.Min(x, 127)));
            AssertSame(reference.Log2(Math.Abs(x)), Logarithm.Log2(Math.Abs(x)));
        }
    }

    [Fact]
    public void RunningCanonIsOneOfThem() =>
        Assert.Same(AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? CanonicalArithmetic.Fused : CanonicalArithmetic.Separate, CanonicalArithmetic.Running);

    // Finite floats of both signs; a prime stride through the bit patterns meets every exponent and all low bits.
    private static IEnumerable<float> EverySoManyFloats()
    {
        const int Stride = 10007;
        for (int bits = RunSeed.Random().Next(Stride); bits < 0x7F800000; bits += Stride)
        {
            yield return BitConverter.Int32BitsToSingle(bits);
            yield return -BitConverter.Int32BitsToSingle(bits);
        }
    }

    private static void AssertSame(float expected, float actual) => Assert.True(
        BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual) || (float.IsNaN(expected) && float.IsNaN(actual)),
        $"{actual:G9} instead of {expected:G9}");
}
