using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The logistic function σ(x) = 1 / (1 + e^(−x)), the same bits on every instruction set and in scalar form.</summary>
/// <remarks>Errs by at most 3.46 ulp in the fused canon, 3.63 in the separate one (all 2 239 146 231 floats of −87.33 … 100 were tried). From e = e^(−|x|), which neither overflows nor cancels: 1 / (1 + e) for x ≥ 0, e / (1 + e) below. σ(±0) = ½, σ(∞) = 1; 0 from −87.34 down, at −∞ too; NaN stays NaN.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LogisticFunction
{
    private const float Log2E = 1.4426950408889634f;

    // ln 2 in two parts, the first of nine bits: its products with integers below 2^15 are exact in both canons.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Adding 1.5 · 2^23 rounds to an integer, ties to even, in any arithmetic unit.
    private const float ToInteger = 12582912f;

    // From here on e^(−a) is +0: it would be subnormal.
    private const float Farthest = 87.33654f; // 126 · ln 2

    /// <summary>σ(x) in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigma(Vector512<float> x) => Sigma<Lanes512, Vector512<float>>(x);

    /// <inheritdoc cref="Sigma(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigma(Vector256<float> x) => Sigma<Lanes256, Vector256<float>>(x);

    /// <inheritdoc cref="Sigma(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigma(Vector128<float> x) => Sigma<Lanes128, Vector128<float>>(x);

    /// <summary>σ(x).</summary>
    public static float Sigma(float x) => Sigma(Vector128.CreateScalar(x)).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Sigma<TLanes, TVector>(TVector x)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector one = TLanes.Fill(1);
        TVector falling = Falling<TLanes, TVector>(TLanes.Magnitude(x));
        TVector numerator = TLanes.Select(TLanes.AtMost(TLanes.Fill(0), x), one, falling);
        return TLanes.Divide(numerator, TLanes.Add(one, falling));
    }

    /// <summary>e^(−a) for a ≥ 0: −a = n · ln 2 + f, and e^(−a) = 2^(f · log2 e) · 2^n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Falling<TLanes, TVector>(TVector a)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector shift = TLanes.Fill(ToInteger);
        TVector bounded = TLanes.Select(TLanes.AtMost(TLanes.Fill(Farthest), a), TLanes.Fill(Farthest), a);
        TVector n = TLanes.Subtract(shift, TLanes.Add(TLanes.Multiply(bounded, TLanes.Fill(Log2E)), shift));
        TVector f = TLanes.MultiplyAdd(n, TLanes.Fill(-Ln2High), TLanes.Subtract(TLanes.Fill(0), bounded));
        f = TLanes.MultiplyAdd(n, TLanes.Fill(-Ln2Low), f);
        TVector power = TLanes.Multiply(TLanes.Exp2(TLanes.Multiply(f, TLanes.Fill(Log2E))), TLanes.Exp2(n));
        return TLanes.Without(power, TLanes.AtMost(TLanes.Fill(Farthest), a));
    }
}
