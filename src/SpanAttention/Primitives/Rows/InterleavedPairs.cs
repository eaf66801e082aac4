using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Pairs (0, 1), (2, 3) …</summary>
internal readonly struct InterleavedPairs : IRotaryPairs
{
    /// <inheritdoc/>
    public static void Rotate(ref float head, ref float cos, ref float sin, int pairs, ref float rotated)
    {
        int i = 0;
        for (; i <= pairs - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref cos, i));
            Vector128<float> s = Vector128.LoadUnsafe(ref Unsafe.Add(ref sin, i));
            RotateTwo(ref Unsafe.Add(ref head, 2 * i), TwiceLower(c), TwiceLower(s), ref Unsafe.Add(ref rotated, 2 * i));
            RotateTwo(ref Unsafe.Add(ref head, (2 * i) + 4), TwiceUpper(c), TwiceUpper(s), ref Unsafe.Add(ref rotated, (2 * i) + 4));
        }

        for (; i < pairs; i++)
        {
            float x1 = Unsafe.Add(ref head, 2 * i);
            float x2 = Unsafe.Add(ref head, (2 * i) + 1);
            float c = Unsafe.Add(ref cos, i);
            float s = Unsafe.Add(ref sin, i);
            Unsafe.Add(ref rotated, 2 * i) = Lanes.MultiplyAdd(x1, c, -(x2 * s));
            Unsafe.Add(ref rotated, (2 * i) + 1) = Lanes.MultiplyAdd(x2, c, x1 * s);
        }
    }

    /// <summary>Two pairs: x · cos + (−x2, x1, −x4, x3) · sin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RotateTwo(ref float head, Vector128<float> cos, Vector128<float> sin, ref float rotated)
    {
        Vector128<float> x = Vector128.LoadUnsafe(ref head);
        Vector128<float> partner = Vector128.Shuffle(x, Vector128.Create(1, 0, 3, 2)) ^ Vector128.Create(-0f, 0, -0f, 0);
        Lanes.MultiplyAdd(x, cos, partner * sin).StoreUnsafe(ref rotated);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> TwiceLower(Vector128<float> value) => Vector128.Shuffle(value, Vector128.Create(0, 0, 1, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> TwiceUpper(Vector128<float> value) => Vector128.Shuffle(value, Vector128.Create(2, 2, 3, 3));
}
