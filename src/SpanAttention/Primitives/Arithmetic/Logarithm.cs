using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The base-2 logarithm of the canonical order, the same bits on every instruction set and in scalar form.</summary>
/// <remarks>
/// Errs by at most 3.01 ulp in either canon, relatively by 3.9 · 2^−24, and never falls as x rises (all 2 139 095 039 positive floats were tried).
/// For x ≥ 0 and NaN: ±0 → −∞, +∞ → +∞, NaN → NaN; subnormal x are as accurate as the others. Powers of two are exact.
/// x = 2^e · f with f in [√½, √2); log2 f = (2 / ln 2) · atanh((f − 1) / (f + 1)) by its series to the ninth power.
/// Rows need it once, so 128 bits serve every width.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Logarithm
{
    private const float D9 = 0.32059889797532520f;   // 2 / (9 ln 2)
    private const float D7 = 0.41219858311113240f;   // 2 / (7 ln 2)
    private const float D5 = 0.57707801635558540f;   // 2 / (5 ln 2)
    private const float D3 = 0.96179669392597560f;   // 2 / (3 ln 2)
    private const float D1 = 2.88539008177792700f;   // 2 / ln 2

    private const int HalfRootBits = 0x3F3504F3;     // √½
    private const int MantissaBits = 23;
    private const float SmallestNormal = 1.17549435E-38f;
    private const float SubnormalFactor = 16777216f; // 2^24
    private const int SubnormalExponent = 24;

    /// <summary>log2 x in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log2(Vector128<float> x)
    {
        Vector128<float> subnormal = Vector128.LessThan(x, Vector128.Create(SmallestNormal));
        Vector128<int> bits = Vector128.ConditionalSelect(subnormal, x * SubnormalFactor, x).AsInt32();
        Vector128<int> exponent = (bits - Vector128.Create(HalfRootBits)) >> MantissaBits;
        Vector128<float> fraction = (bits - (exponent << MantissaBits)).AsSingle();
        exponent -= subnormal.AsInt32() & Vector128.Create(SubnormalExponent);

        Vector128<float> s = (fraction - Vector128<float>.One) / (fraction + Vector128<float>.One);
        Vector128<float> z = s * s;
        Vector128<float> series = Lanes.MultiplyAdd(Vector128.Create(D9), z, Vector128.Create(D7));
        series = Lanes.MultiplyAdd(series, z, Vector128.Create(D5));
        series = Lanes.MultiplyAdd(series, z, Vector128.Create(D3));
        series = Lanes.MultiplyAdd(series, z, Vector128.Create(D1));
        Vector128<float> result = Lanes.MultiplyAdd(s, series, Vector128.ConvertToSingle(exponent));

        result = Vector128.ConditionalSelect(Vector128.Equals(x, Vector128<float>.Zero), Vector128.Create(float.NegativeInfinity), result);
        Vector128<float> finite = Vector128.LessThan(x, Vector128.Create(float.PositiveInfinity));
        return Vector128.ConditionalSelect(finite, result, x);
    }

    /// <summary>log2 x.</summary>
    public static float Log2(float x) => Log2(Vector128.CreateScalar(x)).ToScalar();
}
