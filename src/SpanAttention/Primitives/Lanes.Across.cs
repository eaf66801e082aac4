using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <content>Operations across the lanes of a vector, in one order for every width.</content>
public static partial class Lanes
{
    /// <summary>The largest lane; no lane may be NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector512<float> value) => Largest(Larger(value.GetLower(), value.GetUpper()));

    /// <inheritdoc cref="Largest(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector256<float> value) => Largest(Larger(value.GetLower(), value.GetUpper()));

    /// <inheritdoc cref="Largest(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector128<float> value)
    {
        Vector128<float> pairs = Larger(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        return Larger(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>Sixteen partial sums to four: p_l + p_(l+8), then of these q_l + q_(l+4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fold(Vector512<float> partial) => Fold(partial.GetLower(), partial.GetUpper());

    /// <inheritdoc cref="Fold(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fold(Vector256<float> partial0, Vector256<float> partial8)
    {
        Vector256<float> eight = partial0 + partial8;
        return eight.GetLower() + eight.GetUpper();
    }

    /// <inheritdoc cref="Fold(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fold(Vector128<float> partial0, Vector128<float> partial4, Vector128<float> partial8, Vector128<float> partial12) =>
        (partial0 + partial8) + (partial4 + partial12);

    /// <summary>The sums of four vectors' lanes, each (v_0 + v_2) + (v_1 + v_3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumEach(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        // Halves of a and b, then of c and d: a0 + a2, a1 + a3, b0 + b2, b1 + b3
        Vector128<float> ab = LowHalves(a, b) + HighHalves(a, b);
        Vector128<float> cd = LowHalves(c, d) + HighHalves(c, d);
        return Evens(ab, cd) + Odds(ab, cd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LowHalves(Vector128<float> a, Vector128<float> b) => Vector128.Create(a.GetLower(), b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> HighHalves(Vector128<float> a, Vector128<float> b) => Vector128.Create(a.GetUpper(), b.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Evens(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.Shuffle(a, b, 0b10_00_10_00);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipEven(a, b) : Vector128.Create(a[0], a[2], b[0], b[2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Odds(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.Shuffle(a, b, 0b11_01_11_01);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipOdd(a, b) : Vector128.Create(a[1], a[3], b[1], b[3]);
    }
}
