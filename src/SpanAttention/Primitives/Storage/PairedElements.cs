using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Groups of 16 numbers of 16 bits, in the order of <see cref="IKeyValueElement{TSelf}"/>: loads them as the upper halves of 32-bit lanes, whose lower halves do not matter.</summary>
internal static class PairedElements
{
    /// <summary>The lanes of a group that are shifted up; the other half is there already, above numbers of the first half.</summary>
    public const int Half = 8;

    private const int Bits = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(int lane) => lane < Half ? 2 * lane : (2 * (lane - Half)) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load128<TElement>(ref TElement group, int lane)
    {
        Vector128<int> pairs = Vector128.LoadUnsafe(ref Pairs(ref group), (nuint)(lane % Half));
        return lane < Half ? Vector128.ShiftLeft(pairs, Bits) : pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load256<TElement>(ref TElement group, int lane)
    {
        Vector256<int> pairs = Vector256.LoadUnsafe(ref Pairs(ref group));
        return lane < Half ? Vector256.ShiftLeft(pairs, Bits) : pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load512<TElement>(ref TElement group)
    {
        Vector256<int> pairs = Vector256.LoadUnsafe(ref Pairs(ref group));
        return Vector512.Create(Vector256.ShiftLeft(pairs, Bits), pairs);
    }

    private static ref int Pairs<TElement>(ref TElement group) => ref Unsafe.As<TElement, int>(ref group);
}
