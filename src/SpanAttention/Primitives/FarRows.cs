using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>
/// Rows whose largest exponent is so far from zero that its rounding error alone would spoil the exponential: they subtract their maximum exactly, before the product.
/// </summary>
/// <remarks>Scores lie <c>[keys, rows]</c>; one vector of rows is treated at a time. In the fused canon such rows are rare, and the others pay one comparison a tile.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FarRows
{
    // 2^20: a float there is a multiple of 1/8, so a rounded shift is off by 1/16 at most, the same for every key of the row.
    private const float FarWhenFused = 1048576f;

    // Without fused multiply-add every key's product is rounded on its own, which no row can afford.
    private static float Far => AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? FarWhenFused : 0;

    /// <summary>The rows with |shift| beyond the bound of the running canon, as a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Find(Vector512<float> shift) => Vector512.GreaterThan(Vector512.Abs(shift), Vector512.Create(Far));

    /// <inheritdoc cref="Find(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Find(Vector256<float> shift) => Vector256.GreaterThan(Vector256.Abs(shift), Vector256.Create(Far));

    /// <inheritdoc cref="Find(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Find(Vector128<float> shift) => Vector128.GreaterThan(Vector128.Abs(shift), Vector128.Create(Far));

    /// <summary>Subtracts <paramref name="largest"/> from the scores of the far rows; other rows stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Anchor(ref float scores, int stride, int keys, Vector512<float> largest, Vector512<float> far)
    {
        if (Vector512.EqualsAll(far.AsInt32(), Vector512<int>.Zero))
        {
            return;
        }

        Subtract(ref scores, stride, keys, (far & largest).GetLower());
        Subtract(ref Unsafe.Add(ref scores, Vector256<float>.Count), stride, keys, (far & largest).GetUpper());
    }

    /// <inheritdoc cref="Anchor(ref float, int, int, Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Anchor(ref float scores, int stride, int keys, Vector256<float> largest, Vector256<float> far)
    {
        if (!Vector256.EqualsAll(far.AsInt32(), Vector256<int>.Zero))
        {
            Subtract(ref scores, stride, keys, far & largest);
        }
    }

    /// <inheritdoc cref="Anchor(ref float, int, int, Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Anchor(ref float scores, int stride, int keys, Vector128<float> largest, Vector128<float> far)
    {
        if (!Vector128.EqualsAll(far.AsInt32(), Vector128<int>.Zero))
        {
            Subtract(ref scores, stride, keys, far & largest);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Subtract(ref float scores, int stride, int keys, Vector256<float> anchor)
    {
        Subtract(ref scores, stride, keys, anchor.GetLower());
        Subtract(ref Unsafe.Add(ref scores, Vector128<float>.Count), stride, keys, anchor.GetUpper());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Subtract(ref float scores, int stride, int keys, Vector128<float> anchor)
    {
        for (int j = 0; j < keys; j++)
        {
            ref float score = ref Unsafe.Add(ref scores, j * stride);
            (Vector128.LoadUnsafe(ref score) - anchor).StoreUnsafe(ref score);
        }
    }
}
