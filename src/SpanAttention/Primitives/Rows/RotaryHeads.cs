using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Rotary position embedding of a block of projected queries or keys, in place: tokens as vector lanes, or as rows; the same bits as <see cref="RotaryEmbedding.Apply"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RotaryHeads
{
    private const int Group = Transpose.RowGroup;

    /// <summary>Cosines and sines of consecutive positions, for tokens that are vector lanes: <c>[groups, pairs, 16 tokens]</c>.</summary>
    /// <param name="position">The first token's position.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="frequencies">Radians a position.</param>
    /// <param name="pairs">Pairs of dimensions that are rotated: as many as there are frequencies.</param>
    /// <param name="cos">The first cosine.</param>
    /// <param name="sin">The first sine.</param>
    public static void FillLanes(int position, int tokens, ref float frequencies, int pairs, ref float cos, ref float sin)
    {
        for (int token = 0; token < tokens; token++)
        {
            int start = ((token & -Group) * pairs) + (token & (Group - 1));
            for (int pair = 0; pair < pairs; pair++)
            {
                int place = start + (pair * Group);
                (Unsafe.Add(ref sin, place), Unsafe.Add(ref cos, place)) = SineCosine.Of((double)(position + token) * Unsafe.Add(ref frequencies, pair));
            }
        }
    }

    /// <summary>The same for tokens that are rows: <c>[tokens, pairs]</c>.</summary>
    /// <inheritdoc cref="FillLanes(int, int, ref float, int, ref float, ref float)"/>
    public static void FillRows(int position, int tokens, ref float frequencies, int pairs, ref float cos, ref float sin)
    {
        for (int token = 0; token < tokens; token++)
        {
            RotaryAngles.Fill(
                position + token,
                MemoryMarshal.CreateReadOnlySpan(ref frequencies, pairs),
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref cos, token * pairs), pairs),
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref sin, token * pairs), pairs));
        }
    }

    /// <summary>Rotates tokens that are vector lanes.</summary>
    /// <param name="lanes"><c>[groups, heads × head dim, 16 tokens]</c>.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="interleaved">Whether pairs are (0, 1), (2, 3) …; otherwise (0, pairs), (1, pairs + 1) ….</param>
    /// <param name="pairs">Pairs of dimensions that are rotated.</param>
    /// <param name="cos"><c>[groups, pairs, 16 tokens]</c>.</param>
    /// <param name="sin"><c>[groups, pairs, 16 tokens]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TurnLanes(ref float lanes, int tokens, int heads, int headDim, bool interleaved, int pairs, ref float cos, ref float sin)
    {
        (int step, int distance) = interleaved ? (2, 1) : (1, pairs);
        for (int token = 0; token < tokens; token += Group)
        {
            ref float groupCos = ref Unsafe.Add(ref cos, token * pairs);
            ref float groupSin = ref Unsafe.Add(ref sin, token * pairs);
            for (int head = 0; head < heads; head++)
            {
                ref float start = ref Unsafe.Add(ref lanes, ((nint)token * heads * headDim) + (head * headDim * Group));
                for (int pair = 0; pair < pairs; pair++)
                {
                    ref float first = ref Unsafe.Add(ref start, pair * step * Group);
                    ref float second = ref Unsafe.Add(ref first, distance * Group);
                    RotatePair(ref first, ref second, ref Unsafe.Add(ref groupCos, pair * Group), ref Unsafe.Add(ref groupSin, pair * Group));
                }
            }
        }
    }

    /// <summary>Rotates tokens that are rows.</summary>
    /// <param name="rows"><c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <inheritdoc cref="TurnLanes(ref float, int, int, int, bool, int, ref float, ref float)"/>
    /// <param name="cos"><c>[tokens, pairs]</c>.</param>
    /// <param name="sin"><c>[tokens, pairs]</c>.</param>
    public static void TurnRows(ref float rows, int stride, int tokens, int heads, int headDim, bool interleaved, int pairs, ref float cos, ref float sin)
    {
        for (int token = 0; token < tokens; token++)
        {
            ref float rowCos = ref Unsafe.Add(ref cos, token * pairs);
            ref float rowSin = ref Unsafe.Add(ref sin, token * pairs);
            for (int head = 0; head < heads; head++)
            {
                ref float row = ref Unsafe.Add(ref rows, (token * stride) + (head * headDim));
                if (interleaved)
                {
                    InterleavedPairs.Rotate(ref row, ref rowCos, ref rowSin, pairs, ref row);
                }
                else
                {
                    HalfSplitPairs.Rotate(ref row, ref rowCos, ref rowSin, pairs, ref row);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RotatePair(ref float first, ref float second, ref float cos, ref float sin)
    {
        for (int lane = 0; lane < Group; lane += Vector256<float>.Count)
        {
            Vector256<float> x1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref first, lane));
            Vector256<float> x2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref second, lane));
            Vector256<float> c = Vector256.LoadUnsafe(ref Unsafe.Add(ref cos, lane));
            Vector256<float> s = Vector256.LoadUnsafe(ref Unsafe.Add(ref sin, lane));
            Lanes.MultiplyAdd(x1, c, -(x2 * s)).StoreUnsafe(ref Unsafe.Add(ref first, lane));
            Lanes.MultiplyAdd(x2, c, x1 * s).StoreUnsafe(ref Unsafe.Add(ref second, lane));
        }
    }
}
