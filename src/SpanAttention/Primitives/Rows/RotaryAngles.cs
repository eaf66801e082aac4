using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>The angles of rotary position embedding at one position (Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021, section 3.2.2).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RotaryAngles
{
    /// <summary>cos_i and sin_i of the angle position · frequency_i, the product of both as doubles, rounded once.</summary>
    /// <param name="position">The token's position.</param>
    /// <param name="frequencies">Radians a position, <c>[rotary dim / 2]</c>.</param>
    /// <param name="cos">Cosines, <c>[rotary dim / 2]</c>; may be longer.</param>
    /// <param name="sin">Sines, <c>[rotary dim / 2]</c>; may be longer.</param>
    public static void Fill(int position, ReadOnlySpan<float> frequencies, Span<float> cos, Span<float> sin)
    {
        cos = cos[..frequencies.Length];
        sin = sin[..frequencies.Length];
        for (int i = 0; i < frequencies.Length; i++)
        {
            (sin[i], cos[i]) = SineCosine.Of((double)position * frequencies[i]);
        }
    }
}
