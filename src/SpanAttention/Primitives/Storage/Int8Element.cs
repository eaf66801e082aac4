using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <summary>A weight in 8 bits, in units of a scale that it shares with others: −127 to 127. Groups of 16 lie side by side.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Int8Element
{
    /// <summary>Inputs of an output that share a scale.</summary>
    public const int Shared = 32;

    /// <summary>The largest number.</summary>
    public const int Largest = 127;

    private readonly sbyte number;

    /// <summary>A number of units.</summary>
    /// <param name="number">−127 to 127.</param>
    internal Int8Element(sbyte number) => this.number = number;

    /// <summary>Four numbers of a group as floats, exactly.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lane">The first of them: 0, 4, 8 or 12.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(ref Int8Element group, int lane)
    {
        Vector128<sbyte> four = Vector128.CreateScalar(Unsafe.ReadUnaligned<int>(ref Bytes(ref group, lane))).AsSByte();
        return Vector128.ConvertToSingle(Sse41.IsSupported ? Sse41.ConvertToVector128Int32(four) : Vector128.WidenLower(Vector128.WidenLower(four)));
    }

    /// <summary>Eight numbers of a group as floats, exactly.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lane">The first of them: 0 or 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref Int8Element group, int lane)
    {
        Vector128<sbyte> eight = Vector128.CreateScalar(Unsafe.ReadUnaligned<long>(ref Bytes(ref group, lane))).AsSByte();
        if (Avx2.IsSupported)
        {
            return Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(eight));
        }

        (Vector128<int> lower, Vector128<int> upper) = Vector128.Widen(Vector128.WidenLower(eight));
        return Vector256.Create(Vector128.ConvertToSingle(lower), Vector128.ConvertToSingle(upper));
    }

    /// <summary>A group as floats, exactly.</summary>
    /// <param name="group">The group.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref Int8Element group)
    {
        Vector128<sbyte> numbers = Vector128.LoadUnsafe(ref Unsafe.As<Int8Element, sbyte>(ref group));
        if (Avx512F.IsSupported)
        {
            return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(numbers));
        }

        return Vector512.Create(Load256(ref group, 0), Load256(ref group, 8));
    }

    /// <summary>The number as a float, exactly.</summary>
    public float ToSingle() => number;

    private static ref byte Bytes(ref Int8Element group, int lane) => ref Unsafe.As<Int8Element, byte>(ref Unsafe.Add(ref group, lane));
}
