using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The error function erf x = 2/√π · ∫ e^(−t²) dt from 0 to x, and with it the normal distribution's Φ; the same bits on every instruction set and in scalar form.</summary>
/// <remarks>Errs by at most 1.51 ulp in the fused canon, 1.67 in the separate one (all 2 168 455 169 floats of −5 … 5 were tried). Next to 0 a polynomial in x², further out 1 − 2^R(|x|) with a polynomial R for the logarithm of what is missing to 1. Keeps the sign of ±0; ±1 from 3.92 on; NaN stays NaN.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ErrorFunction
{
    private const float Near = 0.921875f;
    private const float Far = 4; // the result is 1 before

    private const float P12 = 7.99504850874655e-05f;
    private const float P10 = -0.0008049514726735651f;
    private const float P8 = 0.005192392505705357f;
    private const float P6 = -0.026855729520320892f;
    private const float P4 = 0.11283625662326813f;
    private const float P2 = -0.3761262893676758f;
    private const float P0 = 0.12837916612625122f; // 2/√π − 1

    private const float R6 = 0.0002823652175720781f;
    private const float R5 = -0.004387369379401207f;
    private const float R4 = 0.03205444663763046f;
    private const float R3 = -0.14991624653339386f;
    private const float R2 = -0.9192885756492615f;
    private const float R1 = -1.6268748044967651f;
    private const float R0 = -0.0002865044807549566f;

    /// <summary>erf x in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x) => Erf<Lanes512, Vector512<float>>(x);

    /// <inheritdoc cref="Erf(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x) => Erf<Lanes256, Vector256<float>>(x);

    /// <inheritdoc cref="Erf(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x) => Erf<Lanes128, Vector128<float>>(x);

    /// <summary>erf x.</summary>
    public static float Erf(float x) => Erf(Vector128.CreateScalar(x)).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Erf<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector magnitude = TLanes.Magnitude(x);
        TVector inner = TLanes.MultiplyAdd(Series<TLanes, TVector>(TLanes.Multiply(magnitude, magnitude)), magnitude, magnitude);
        TVector outer = TLanes.Subtract(TLanes.Fill(1), TLanes.Exp2(Logarithm<TLanes, TVector>(magnitude)));
        TVector far = TLanes.Select(TLanes.AtMost(TLanes.Fill(Far), magnitude), TLanes.Fill(1), outer);
        return TLanes.WithSign(TLanes.Select(TLanes.AtMost(magnitude, TLanes.Fill(Near)), inner, far), x);
    }

    /// <summary>erf x / x − 1, in x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Series<TLanes, TVector>(TVector square)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct => Polynomial<TLanes, TVector>(square, P12, P10, P8, P6, P4, P2, P0);

    /// <summary>log2(1 − erf x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Logarithm<TLanes, TVector>(TVector magnitude)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct => Polynomial<TLanes, TVector>(magnitude, R6, R5, R4, R3, R2, R1, R0);

    /// <summary>A polynomial of degree 6, the highest coefficient first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Polynomial<TLanes, TVector>(TVector x, float c6, float c5, float c4, float c3, float c2, float c1, float c0)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector sum = TLanes.MultiplyAdd(TLanes.Fill(c6), x, TLanes.Fill(c5));
        sum = TLanes.MultiplyAdd(sum, x, TLanes.Fill(c4));
        sum = TLanes.MultiplyAdd(sum, x, TLanes.Fill(c3));
        sum = TLanes.MultiplyAdd(sum, x, TLanes.Fill(c2));
        sum = TLanes.MultiplyAdd(sum, x, TLanes.Fill(c1));
        return TLanes.MultiplyAdd(sum, x, TLanes.Fill(c0));
    }
}
