using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>
/// Normalizes each head of a token by the root of its mean square, y = x / √(Σ x² / head dim + ε) · weight (Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019), in place.
/// Squares are summed in the order of the dimensions.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HeadNorm
{
    // A sum is a chain of dependent additions; so many heads at once hide their latency.
    private const int HeadsTogether = 4;

    /// <summary>Normalizes all heads of some tokens.</summary>
    /// <param name="rows"><c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="weight"><c>[head dim]</c>.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(ref float rows, int stride, int tokens, int heads, int headDim, ref float weight, float epsilon)
    {
        for (int token = 0; token < tokens; token++)
        {
            ref float row = ref Unsafe.Add(ref rows, token * stride);
            int head = 0;
            for (; head <= heads - HeadsTogether; head += HeadsTogether)
            {
                Vector128<float> factors = Factors(Squares(ref Unsafe.Add(ref row, head * headDim), headDim), headDim, epsilon);
                for (int next = 0; next < HeadsTogether; next++)
                {
                    Scale(ref Unsafe.Add(ref row, (head + next) * headDim), headDim, factors.GetElement(next), ref weight);
                }
            }

            for (; head < heads; head++)
            {
                ref float elements = ref Unsafe.Add(ref row, head * headDim);
                Scale(ref elements, headDim, Factors(Vector128.CreateScalar(Square(ref elements, headDim)), headDim, epsilon).ToScalar(), ref weight);
            }
        }
    }

    /// <summary>Gradients of heads before the norm, in place of those behind it: (s − n · mean of s · n) · factor with n = x · factor and s = gradient · weight; weightGradient += gradient · n, head by head.</summary>
    /// <param name="rows"><c>[tokens, heads, head dim]</c>, as they were before the norm.</param>
    /// <param name="gradients">The same of gradients.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="weight"><c>[head dim]</c>.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="weightGradient"><c>[head dim]</c>.</param>
    /// <param name="room"><c>[head dim]</c>, for a head on its way.</param>
    public static void Backward(ref float rows, ref float gradients, int tokens, int heads, int headDim, ref float weight, float epsilon, ref float weightGradient, ref float room)
    {
        ReadOnlySpan<float> weights = MemoryMarshal.CreateReadOnlySpan(ref weight, headDim);
        Span<float> weightGradients = MemoryMarshal.CreateSpan(ref weightGradient, headDim);
        Span<float> head = MemoryMarshal.CreateSpan(ref room, headDim);
        for (nint first = 0; first < (nint)tokens * heads * headDim; first += headDim)
        {
            ref float row = ref Unsafe.Add(ref rows, first);
            float factor = Factors(Vector128.CreateScalar(Square(ref row, headDim)), headDim, epsilon).ToScalar();
            Span<float> gradient = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gradients, first), headDim);
            Normalization.RowBackward(MemoryMarshal.CreateReadOnlySpan(ref row, headDim), weights, factor, gradient, head, weightGradients);
            head.CopyTo(gradient);
        }
    }

    private static Vector128<float> Factors(Vector128<float> squares, int headDim, float epsilon) =>
        Vector128<float>.One / Vector128.Sqrt((squares / Vector128.Create((float)headDim)) + Vector128.Create(epsilon));

    /// <summary>The sums of squares of four heads side by side.</summary>
    private static Vector128<float> Squares(ref float heads, int headDim)
    {
        Vector128<float> squares = Vector128<float>.Zero;
        for (int x = 0; x < headDim; x++)
        {
            ref float element = ref Unsafe.Add(ref heads, x);
            Vector128<float> elements = Vector128.Create(element, Unsafe.Add(ref element, headDim), Unsafe.Add(ref element, 2 * headDim), Unsafe.Add(ref element, 3 * headDim));
            squares = Lanes.MultiplyAdd(elements, elements, squares);
        }

        return squares;
    }

    private static float Square(ref float head, int headDim)
    {
        float squares = 0;
        for (int x = 0; x < headDim; x++)
        {
            float element = Unsafe.Add(ref head, x);
            squares = Lanes.MultiplyAdd(element, element, squares);
        }

        return squares;
    }

    private static void Scale(ref float head, int headDim, float factor, ref float weight)
    {
        int x = 0;
        for (; x <= headDim - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            ref float elements = ref Unsafe.Add(ref head, x);
            (Vector256.LoadUnsafe(ref elements) * Vector256.Create(factor) * Vector256.LoadUnsafe(ref Unsafe.Add(ref weight, x))).StoreUnsafe(ref elements);
        }

        for (; x < headDim; x++)
        {
            Unsafe.Add(ref head, x) = Unsafe.Add(ref head, x) * factor * Unsafe.Add(ref weight, x);
        }
    }
}
