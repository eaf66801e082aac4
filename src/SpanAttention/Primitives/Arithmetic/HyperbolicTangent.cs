using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <summary>The hyperbolic tangent of the canonical order, the same bits on every instruction set and in scalar form.</summary>
/// <remarks>
/// Errs by at most 1.68 ulp in either canon and never falls as x rises (all 4 278 190 081 numbers were tried).
/// Odd: the sign is kept, that of ±0 too. Subnormal x are their own result; ±∞ → ±1, as is every x from 9.02 on; NaN stays NaN.
/// Below 0.875 by its odd polynomial of degree 13, beyond as 1 − 2 / (e^2|x| + 1).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HyperbolicTangent
{
    private const float H13 = 0.0013696785317733884f;
    private const float H11 = -0.0070005008019506931f;
    private const float H9 = 0.021015005186200142f;
    private const float H7 = -0.053760893642902374f;
    private const float H5 = 0.13330964744091034f;
    private const float H3 = -0.33333241939544678f;

    private const float TwiceLog2E = 2.8853900817779268f;
    private const float Near = 0.875f;
    private const float Far = 10; // the result is 1 long before

    /// <summary>tanh x in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(Tanh(x.GetLower()), Tanh(x.GetUpper()));
        }

        Vector512<float> sign = x & Vector512.Create(-0f);
        Vector512<float> magnitude = x ^ sign;
        magnitude = Vector512.ConditionalSelect(Vector512.GreaterThan(magnitude, Vector512.Create(Far)), Vector512.Create(Far), magnitude);

        Vector512<float> square = magnitude * magnitude;
        Vector512<float> series = Lanes.MultiplyAdd(Vector512.Create(H13), square, Vector512.Create(H11));
        series = Lanes.MultiplyAdd(series, square, Vector512.Create(H9));
        series = Lanes.MultiplyAdd(series, square, Vector512.Create(H7));
        series = Lanes.MultiplyAdd(series, square, Vector512.Create(H5));
        series = Lanes.MultiplyAdd(series, square, Vector512.Create(H3));
        series = Lanes.MultiplyAdd(magnitude * square, series, magnitude);

        Vector512<float> power = Exponential.Exp2(magnitude * Vector512.Create(TwiceLog2E));
        Vector512<float> quotient = Vector512<float>.One - (Vector512.Create(2f) / (power + Vector512<float>.One));
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(Near)), series, quotient) | sign;
    }

    /// <inheritdoc cref="Tanh(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> sign = x & Vector256.Create(-0f);
        Vector256<float> magnitude = x ^ sign;
        magnitude = Vector256.ConditionalSelect(Vector256.GreaterThan(magnitude, Vector256.Create(Far)), Vector256.Create(Far), magnitude);

        Vector256<float> square = magnitude * magnitude;
        Vector256<float> series = Lanes.MultiplyAdd(Vector256.Create(H13), square, Vector256.Create(H11));
        series = Lanes.MultiplyAdd(series, square, Vector256.Create(H9));
        series = Lanes.MultiplyAdd(series, square, Vector256.Create(H7));
        series = Lanes.MultiplyAdd(series, square, Vector256.Create(H5));
        series = Lanes.MultiplyAdd(series, square, Vector256.Create(H3));
        series = Lanes.MultiplyAdd(magnitude * square, series, magnitude);

        Vector256<float> power = Exponential.Exp2(magnitude * Vector256.Create(TwiceLog2E));
        Vector256<float> quotient = Vector256<float>.One - (Vector256.Create(2f) / (power + Vector256<float>.One));
        return Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(Near)), series, quotient) | sign;
    }

    /// <inheritdoc cref="Tanh(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> sign = x & Vector128.Create(-0f);
        Vector128<float> magnitude = x ^ sign;
        magnitude = Vector128.ConditionalSelect(Vector128.GreaterThan(magnitude, Vector128.Create(Far)), Vector128.Create(Far), magnitude);

        Vector128<float> square = magnitude * magnitude;
        Vector128<float> series = Lanes.MultiplyAdd(Vector128.Create(H13), square, Vector128.Create(H11));
        series = Lanes.MultiplyAdd(series, square, Vector128.Create(H9));
        series = Lanes.MultiplyAdd(series, square, Vector128.Create(H7));
        series = Lanes.MultiplyAdd(series, square, Vector128.Create(H5));
        series = Lanes.MultiplyAdd(series, square, Vector128.Create(H3));
        series = Lanes.MultiplyAdd(magnitude * square, series, magnitude);

        Vector128<float> power = Exponential.Exp2(magnitude * Vector128.Create(TwiceLog2E));
        Vector128<float> quotient = Vector128<float>.One - (Vector128.Create(2f) / (power + Vector128<float>.One));
        return Vector128.ConditionalSelect(Vector128.LessThan(magnitude, Vector128.Create(Near)), series, quotient) | sign;
    }

    /// <summary>tanh x.</summary>
    public static float Tanh(float x)
    {
        float magnitude = MathF.Abs(x);
        magnitude = magnitude > Far ? Far : magnitude;
        return MathF.CopySign(magnitude < Near ? Series(magnitude) : Quotient(magnitude), x);
    }

    private static float Series(float magnitude)
    {
        float square = magnitude * magnitude;
        float series = Lanes.MultiplyAdd(H13, square, H11);
        series = Lanes.MultiplyAdd(series, square, H9);
        series = Lanes.MultiplyAdd(series, square, H7);
        series = Lanes.MultiplyAdd(series, square, H5);
        series = Lanes.MultiplyAdd(series, square, H3);
        return Lanes.MultiplyAdd(magnitude * square, series, magnitude);
    }

    private static float Quotient(float magnitude) => 1 - (2 / (Exponential.Exp2(magnitude * TwiceLog2E) + 1));
}
