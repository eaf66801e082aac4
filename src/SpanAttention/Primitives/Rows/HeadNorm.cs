using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>
/// Normalizes each head of a token by the root of its mean square, y = x / √(Σ x² / head dim + ε) · weight (Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019), in place.
/// Squares are summed in the order of the dimensions, whether tokens are vector lanes or rows.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HeadNorm
{
    private const int Group = Transpose.RowGroup;

    /// <summary>Tokens that are vector lanes.</summary>
    /// <param name="lanes"><c>[groups, heads × head dim, 16 tokens]</c>.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="weight"><c>[head dim]</c>.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Lanes(ref float lanes, int tokens, int heads, int headDim, ref float weight, float epsilon)
    {
        for (int token = 0; token < tokens; token += Group)
        {
            for (int head = 0; head < heads; head++)
            {
                ref float start = ref Unsafe.Add(ref lanes, ((nint)token * heads * headDim) + (head * headDim * Group));
                for (int lane = 0; lane < Group; lane += Vector256<float>.Count)
                {
                    NormalizeLanes(ref Unsafe.Add(ref start, lane), headDim, ref weight, epsilon);
                }
            }
        }
    }

    /// <summary>Tokens that are rows.</summary>
    /// <param name="rows"><c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <inheritdoc cref="Lanes(ref float, int, int, int, ref float, float)"/>
    public static void Rows(ref float rows, int stride, int tokens, int heads, int headDim, ref float weight, float epsilon)
    {
        for (int token = 0; token < tokens; token++)
        {
            for (int head = 0; head < heads; head++)
            {
                NormalizeRow(ref Unsafe.Add(ref rows, (token * stride) + (head * headDim)), headDim, ref weight, epsilon);
            }
        }
    }

    private static void NormalizeLanes(ref float lanes, int headDim, ref float weight, float epsilon)
    {
        Vector256<float> squares = Vector256<float>.Zero;
        for (int x = 0; x < headDim; x++)
        {
            Vector256<float> element = Vector256.LoadUnsafe(ref Unsafe.Add(ref lanes, x * Group));
            squares = Primitives.Lanes.MultiplyAdd(element, element, squares);
        }

        Vector256<float> factor = Vector256<float>.One / Vector256.Sqrt((squares / Vector256.Create((float)headDim)) + Vector256.Create(epsilon));
        for (int x = 0; x < headDim; x++)
        {
            ref float element = ref Unsafe.Add(ref lanes, x * Group);
            (Vector256.LoadUnsafe(ref element) * factor * Vector256.Create(Unsafe.Add(ref weight, x))).StoreUnsafe(ref element);
        }
    }

    private static void NormalizeRow(ref float row, int headDim, ref float weight, float epsilon)
    {
        float squares = 0;
        for (int x = 0; x < headDim; x++)
        {
            float element = Unsafe.Add(ref row, x);
            squares = Primitives.Lanes.MultiplyAdd(element, element, squares);
        }

        float factor = 1 / MathF.Sqrt((squares / headDim) + epsilon);
        for (int x = 0; x < headDim; x++)
        {
            Unsafe.Add(ref row, x) = Unsafe.Add(ref row, x) * factor * Unsafe.Add(ref weight, x);
        }
    }
}
