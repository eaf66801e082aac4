namespace SpanAttention.Conformance.Tests.References;

/// <summary>The elementary operations of the canonical order, in one of its two canons.</summary>
public sealed class CanonicalArithmetic(ArithmeticCanon canon)
{
    public const float LogTwo = (float)0.69314718055994530942;
    public const double LogarithmOfE = 1.44269504088896340736;

    private const float SmallestExponent = -126;
    private const int HalfRootBits = 0x3F3504F3;
    private const int MantissaBits = 23;
    private const float SmallestNormal = 1.17549435E-38f;

    private static readonly float[] ExponentialSeries =
    [
        (float)0.0013269406044855714, (float)0.009671294130384922, (float)0.0555071122944355, (float)0.24022246897220612, (float)0.6931470036506653, 1,
    ];

    private static readonly float[] LogarithmSeries = [LogarithmTerm(9), LogarithmTerm(7), LogarithmTerm(5), LogarithmTerm(3), LogarithmTerm(1)];

    private static readonly float[] TangentSeries =
    [
        (float)0.0013696785317733884, (float)-0.007000500801950693, (float)0.021015005186200142,
        (float)-0.053760893642902374, (float)0.13330964744091034, (float)-0.3333324193954468,
    ];

    public static CanonicalArithmetic Fused { get; } = new(ArithmeticCanon.Fused);

    public static CanonicalArithmetic Separate { get; } = new(ArithmeticCanon.Separate);

    /// <summary>The canon that emitted code runs in this process.</summary>
    public static CanonicalArithmetic Running => AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? Fused : Separate;

    /// <summary>The exponent beyond which a row subtracts its maximum before the product.</summary>
    public float Far => canon == ArithmeticCanon.Fused ? 1 << 20 : 0;

    public float MultiplyAdd(float a, float b, float c) =>
        canon == ArithmeticCanon.Fused ? MathF.FusedMultiplyAdd(a, b, c) : (float)(a * b) + c;

    /// <summary>2^t for t ≤ 127.</summary>
    public float Exp2(float t)
    {
        if (float.IsNaN(t))
        {
            return t;
        }

        if (t < SmallestExponent)
        {
            return 0;
        }

        float integer = MathF.Round(t, MidpointRounding.ToEven);
        return Polynomial(ExponentialSeries, t - integer) * MathF.ScaleB(1, (int)integer);
    }

    /// <summary>log2 x for x ≥ 0.</summary>
    public float Log2(float x)
    {
        if (x == 0)
        {
            return float.NegativeInfinity;
        }

        if (float.IsNaN(x) || float.IsPositiveInfinity(x))
        {
            return x;
        }

        bool subnormal = x < SmallestNormal;
        int bits = BitConverter.SingleToInt32Bits(subnormal ? x * 16777216f : x);
        int exponent = (bits - HalfRootBits) >> MantissaBits;
        float fraction = BitConverter.Int32BitsToSingle(bits - (exponent << MantissaBits));
        float s = (fraction - 1) / (fraction + 1);
        return MultiplyAdd(s, Polynomial(LogarithmSeries, s * s), exponent - (subnormal ? 24 : 0));
    }

    /// <summary>tanh x.</summary>
    public float Tanh(float x)
    {
        if (float.IsNaN(x))
        {
            return x;
        }

        float magnitude = Math.Min(Math.Abs(x), 10);
        float tangent = magnitude < 0.875f
            ? MultiplyAdd(magnitude * (magnitude * magnitude), Polynomial(TangentSeries, magnitude * magnitude), magnitude)
            : 1 - (2 / (Exp2(magnitude * (float)(2 * LogarithmOfE)) + 1));
        return float.IsNegative(x) ? -tangent : tangent;
    }

    private float Polynomial(float[] coefficients, float x)
    {
        float value = coefficients[0];
        for (int term = 1; term < coefficients.Length; term++)
        {
            value = MultiplyAdd(value, x, coefficients[term]);
        }

        return value;
    }

    private static float LogarithmTerm(int k) => (float)(2 / (k * 0.69314718055994530942));
}
