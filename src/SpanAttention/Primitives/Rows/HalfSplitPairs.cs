using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Pairs (0, n), (1, n + 1) … of n pairs.</summary>
internal readonly struct HalfSplitPairs : IRotaryPairs
{
    /// <inheritdoc/>
    public static void Rotate(ref float head, ref float cos, ref float sin, int pairs, ref float rotated)
    {
        int i = 0;
        for (; i <= pairs - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> x1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref head, i));
            Vector256<float> x2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref head, i + pairs));
            Vector256<float> c = Vector256.LoadUnsafe(ref Unsafe.Add(ref cos, i));
            Vector256<float> s = Vector256.LoadUnsafe(ref Unsafe.Add(ref sin, i));
            Lanes.MultiplyAdd(x1, c, -(x2 * s)).StoreUnsafe(ref Unsafe.Add(ref rotated, i));
            Lanes.MultiplyAdd(x2, c, x1 * s).StoreUnsafe(ref Unsafe.Add(ref rotated, i + pairs));
        }

        for (; i < pairs; i++)
        {
            float x1 = Unsafe.Add(ref head, i);
            float x2 = Unsafe.Add(ref head, i + pairs);
            float c = Unsafe.Add(ref cos, i);
            float s = Unsafe.Add(ref sin, i);
            Unsafe.Add(ref rotated, i) = Lanes.MultiplyAdd(x1, c, -(x2 * s));
            Unsafe.Add(ref rotated, i + pairs) = Lanes.MultiplyAdd(x2, c, x1 * s);
        }
    }
}
