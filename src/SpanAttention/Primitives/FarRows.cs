using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>
/// Rows whose largest exponent is so far from zero that its rounding error alone would spoil the exponential: they subtract their maximum exactly, before the product.
/// </summary>
/// <remarks>Scores lie <c>[keys, rows]</c>; one vector of rows is treated at a time. Rare, so the common rows pay one comparison a tile.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FarRows
{
    // 2^20: a float there is a multiple of 1/8, so a rounded shift is off by 1/16 at most, the same for every key of the row.
    private const float Far = 1048576f;

    /// <summary>Subtracts <paramref name="largest"/> from the scores of rows with |shift| &gt; 2^20 and returns their shift as 0; other rows stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Anchor(ref float scores, int stride, int keys, Vector512<float> largest, Vector512<float> shift)
    {
        Vector512<float> far = Vector512.GreaterThan(Vector512.Abs(shift), Vector512.Create(Far));
        if (far == Vector512<float>.Zero)
        {
            return shift;
        }

        Subtract(ref scores, stride, keys, far.GetLower() & largest.GetLower());
        Subtract(ref Unsafe.Add(ref scores, Vector256<float>.Count), stride, keys, far.GetUpper() & largest.GetUpper());
        return Vector512.AndNot(shift, far);
    }

    /// <inheritdoc cref="Anchor(ref float, int, int, Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Anchor(ref float scores, int stride, int keys, Vector256<float> largest, Vector256<float> shift)
    {
        Vector256<float> far = Vector256.GreaterThan(Vector256.Abs(shift), Vector256.Create(Far));
        if (far == Vector256<float>.Zero)
        {
            return shift;
        }

        Subtract(ref scores, stride, keys, far & largest);
        return Vector256.AndNot(shift, far);
    }

    /// <inheritdoc cref="Anchor(ref float, int, int, Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Anchor(ref float scores, int stride, int keys, Vector128<float> largest, Vector128<float> shift)
    {
        Vector128<float> far = Vector128.GreaterThan(Vector128.Abs(shift), Vector128.Create(Far));
        if (far == Vector128<float>.Zero)
        {
            return shift;
        }

        Subtract(ref scores, stride, keys, far & largest);
        return Vector128.AndNot(shift, far);
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
