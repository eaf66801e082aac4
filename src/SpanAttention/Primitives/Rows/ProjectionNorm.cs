using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>Norms of projected tokens, in place: the same bits as <see cref="Normalization"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ProjectionNorm
{
    /// <summary>Divides each token, all heads of it together, by its root mean square.</summary>
    /// <param name="rows"><c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="width">Floats of a token.</param>
    /// <param name="weight"><c>[width]</c>.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public static void RootMeanSquare(ref float rows, int stride, int tokens, int width, ref float weight, float epsilon)
    {
        ReadOnlySpan<float> weights = MemoryMarshal.CreateReadOnlySpan(ref weight, width);
        for (int token = 0; token < tokens; token++)
        {
            Span<float> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref rows, token * stride), width);
            Normalization.RootMeanSquare(row, weights, epsilon, row);
        }
    }

    /// <summary>Normalizes each head of each token to mean 0 and variance 1, times a weight, plus a bias.</summary>
    /// <param name="rows"><c>[tokens, stride]</c>.</param>
    /// <param name="stride">Floats from one token to the next.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="weight"><c>[head dim]</c>.</param>
    /// <param name="bias"><c>[head dim]</c>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void LayerNorm(ref float rows, int stride, int tokens, int heads, int headDim, ref float weight, ref float bias, float epsilon)
    {
        ReadOnlySpan<float> weights = MemoryMarshal.CreateReadOnlySpan(ref weight, headDim);
        ReadOnlySpan<float> biases = MemoryMarshal.CreateReadOnlySpan(ref bias, headDim);
        for (int token = 0; token < tokens; token++)
        {
            Span<float> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref rows, token * stride), heads * headDim);
            Normalization.LayerNorm(row, weights, biases, epsilon, row);
        }
    }
}
