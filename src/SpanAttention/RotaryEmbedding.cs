using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Rotary position embedding: pairs of dimensions are rotated by an angle that grows with the token's position, so that query · key depends on their distance.</summary>
/// <remarks>Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021, section 3.2; the semantics of ONNX's RotaryEmbedding, version 23.</remarks>
public static class RotaryEmbedding
{
    /// <summary>(x1, x2) → (x1 · cos − x2 · sin, x2 · cos + x1 · sin) for every pair of every head; dimensions from <paramref name="rotaryDim"/> on are copied.</summary>
    /// <remarks>The same bits on every machine of the same <see cref="AttentionNumerics.Arithmetic"/>. Nothing is allocated.</remarks>
    /// <param name="x">Queries or keys, <c>[tokens, heads, head dim]</c>.</param>
    /// <param name="cos">Cosines of the angles at each position, <c>[max positions, rotary dim / 2]</c>.</param>
    /// <param name="sin">Sines of the angles, <c>[max positions, rotary dim / 2]</c>.</param>
    /// <param name="positions">Each token's position, a row of <paramref name="cos"/> and <paramref name="sin"/>, <c>[tokens]</c>.</param>
    /// <param name="layout">Which dimensions make a pair. With <see cref="RotaryLayout.None"/>, x is copied, and cos, sin, positions' values and rotaryDim are not looked at.</param>
    /// <param name="heads">Heads of a token.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="rotaryDim">The dimensions that are rotated, the first ones of each head: even, 2 to <paramref name="headDim"/>.</param>
    /// <param name="destination"><c>[tokens, heads, head dim]</c>; may be longer. It may be x itself, but must not overlap it otherwise, nor the other spans.</param>
    /// <exception cref="ArgumentException">A span's length does not fit its shape, or the destination overlaps an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count, the layout, or a position is out of range.</exception>
    public static void Apply(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> cos,
        ReadOnlySpan<float> sin,
        ReadOnlySpan<int> positions,
        RotaryLayout layout,
        int heads,
        int headDim,
        int rotaryDim,
        Span<float> destination)
    {
        CheckHeads(x, positions, heads, headDim, destination);
        switch (layout)
        {
            case RotaryLayout.None:
                x.CopyTo(destination);
                break;
            case RotaryLayout.Interleaved:
                CheckAngles(x, cos, sin, positions, headDim, rotaryDim, destination);
                Rotate<InterleavedPairs>(x, cos, sin, positions, heads, headDim, rotaryDim / 2, destination);
                break;
            case RotaryLayout.HalfSplit:
                CheckAngles(x, cos, sin, positions, headDim, rotaryDim, destination);
                Rotate<HalfSplitPairs>(x, cos, sin, positions, heads, headDim, rotaryDim / 2, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(layout), layout, "layout is none of None, Interleaved and HalfSplit.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rotate<TPairs>(ReadOnlySpan<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, ReadOnlySpan<int> positions, int heads, int headDim, int pairs, Span<float> destination)
        where TPairs : IRotaryPairs
    {
        int width = heads * headDim;
        for (int token = 0; token < positions.Length; token++)
        {
            int row = positions[token] * pairs;
            ref float rowCos = ref MemoryMarshal.GetReference(cos[row..]);
            ref float rowSin = ref MemoryMarshal.GetReference(sin[row..]);
            for (int start = token * width; start < (token + 1) * width; start += headDim)
            {
                ReadOnlySpan<float> head = x.Slice(start, headDim);
                Span<float> rotated = destination.Slice(start, headDim);
                TPairs.Rotate(ref MemoryMarshal.GetReference(head), ref rowCos, ref rowSin, pairs, ref MemoryMarshal.GetReference(rotated));
                head[(2 * pairs)..].CopyTo(rotated[(2 * pairs)..]);
            }
        }
    }

    private static void CheckHeads(ReadOnlySpan<float> x, ReadOnlySpan<int> positions, int heads, int headDim, Span<float> destination)
    {
        CheckAtLeastOne(heads, nameof(heads), "heads");
        CheckAtLeastOne(headDim, nameof(headDim), "floats of a head");
        SpanShape.Exactly(x.Length, positions.Length, heads, headDim, nameof(x), "positions × heads × head dim");
        SpanShape.AtLeast(destination.Length, positions.Length, heads, headDim, nameof(destination), "tokens × heads × head dim");
        SpanShape.SameOrDisjoint(destination, x.Length, x, nameof(destination), nameof(x));
    }

    private static void CheckAngles(ReadOnlySpan<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, ReadOnlySpan<int> positions, int headDim, int rotaryDim, Span<float> destination)
    {
        if (rotaryDim < 2 || rotaryDim > headDim || rotaryDim % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rotaryDim), rotaryDim, Invariant($"rotaryDim is {rotaryDim}; it must be even, at least 2 and at most headDim = {headDim}."));
        }

        int pairs = rotaryDim / 2;
        if (cos.Length % pairs != 0)
        {
            throw new ArgumentException(Invariant($"cos holds {cos.Length} elements; [max positions, {pairs}] (max positions × rotary dim / 2) needs a multiple of {pairs}."), nameof(cos));
        }

        int rows = cos.Length / pairs;
        SpanShape.Exactly(sin.Length, rows, pairs, nameof(sin), "max positions × rotary dim / 2");
        SpanShape.Disjoint(destination, x.Length, cos, nameof(destination), nameof(cos));
        SpanShape.Disjoint(destination, x.Length, sin, nameof(destination), nameof(sin));
        SpanShape.Disjoint(destination, x.Length, MemoryMarshal.Cast<int, float>(positions), nameof(destination), nameof(positions));
        CheckPositions(positions, rows);
    }

    private static void CheckPositions(ReadOnlySpan<int> positions, int rows)
    {
        for (int token = 0; token < positions.Length; token++)
        {
            if ((uint)positions[token] >= (uint)rows)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(positions), positions[token], Invariant($"positions[{token}], of token {token}, is {positions[token]}; cos and sin have {rows} rows, counted from 0."));
            }
        }
    }

    private static void CheckAtLeastOne(int count, string parameter, string words)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(parameter, count, Invariant($"{parameter} is {count}; it counts {words} and must be at least 1."));
        }
    }

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
