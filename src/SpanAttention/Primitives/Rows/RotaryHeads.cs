using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>Rotary position embedding of a block of projected queries or keys, in place; the same bits as <see cref="RotaryEmbedding.Apply"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RotaryHeads
{
    /// <summary>Cosines and sines of consecutive positions, <c>[tokens, pairs]</c>.</summary>
    /// <param name="position">The first token's position.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="frequencies">Radians a position.</param>
    /// <param name="pairs">Pairs of dimensions that are rotated: as many as there are frequencies.</param>
    /// <param name="cos">The first cosine.</param>
    /// <param name="sin">The first sine.</param>
    public static void Fill(int position, int tokens, ref float frequencies, int pairs, ref float cos, ref float sin)
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

    /// <summary>Cosines and sines of positions that a call gives, <c>[tokens, pairs]</c>.</summary>
    /// <param name="positions">The tokens' positions; −1 for a token that is not rotated, which is the angle 0.</param>
    /// <inheritdoc cref="Fill(int, int, ref float, int, ref float, ref float)"/>
    public static void FillAt(ref int positions, int tokens, ref float frequencies, int pairs, ref float cos, ref float sin)
    {
        for (int token = 0; token < tokens; token++)
        {
            int position = Math.Max(Unsafe.Add(ref positions, token), 0);
            Fill(position, 1, ref frequencies, pairs, ref Unsafe.Add(ref cos, token * pairs), ref Unsafe.Add(ref sin, token * pairs));
        }
    }

    /// <summary>Rotates all heads of some tokens.</summary>
    /// <param name="rows"><c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="interleaved">Whether pairs are (0, 1), (2, 3) …; otherwise (0, pairs), (1, pairs + 1) ….</param>
    /// <param name="pairs">Pairs of dimensions that are rotated.</param>
    /// <param name="cos"><c>[tokens, pairs]</c>.</param>
    /// <param name="sin"><c>[tokens, pairs]</c>.</param>
    public static void Rotate(ref float rows, int stride, int tokens, int heads, int headDim, bool interleaved, int pairs, ref float cos, ref float sin)
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
}
