using SpanAttention.Conformance.Tests.References;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>The elementary functions are as accurate as the derived bounds assume, in both canons.</summary>
public sealed class CanonicalArithmeticTests
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    public static TheoryData<ArithmeticCanon> Canons => [ArithmeticCanon.Fused, ArithmeticCanon.Separate];

    // 1.94 ulp fused; the polynomial's last sum, near 1, may be rounded twice in the separate canon.
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
    }

    [Fact]
    public void RunningCanonIsOneOfThem() =>
        Assert.Same(AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? CanonicalArithmetic.Fused : CanonicalArithmetic.Separate, CanonicalArithmetic.Running);
}
