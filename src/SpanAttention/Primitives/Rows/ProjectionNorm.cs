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

    /// <summary>Gradients of tokens before <see cref="RootMeanSquare"/>, in place of those behind it; those of the weight are added to.</summary>
    /// <param name="rows"><c>[tokens, width]</c>, as they were before the norm.</param>
    /// <param name="gradients">The same of gradients.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="width">Floats of a token.</param>
    /// <param name="weight"><c>[width]</c>.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="weightGradient"><c>[width]</c>.</param>
    /// <param name="room"><c>[width]</c>, for a token on its way.</param>
    public static void RootMeanSquareBackward(ref float rows, ref float gradients, int tokens, int width, ref float weight, float epsilon, ref float weightGradient, ref float room)
    {
        Span<float> result = MemoryMarshal.CreateSpan(ref room, width);
        for (int token = 0; token < tokens; token++)
        {
            Span<float> gradient = Row(ref gradients, token, width);
            Normalization.RootMeanSquareBackward(Row(ref rows, token, width), MemoryMarshal.CreateReadOnlySpan(ref weight, width), epsilon, gradient, result, MemoryMarshal.CreateSpan(ref weightGradient, width));
            result.CopyTo(gradient);
        }
    }

    /// <summary>Gradients of heads before <see cref="LayerNorm"/>, in place of those behind it; those of weight and bias are added to.</summary>
    /// <param name="rows"><c>[tokens, heads, head dim]</c>, as they were before the norm.</param>
    /// <param name="gradients">The same of gradients.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="headDim">Floats of a head.</param>
    /// <param name="weight"><c>[head dim]</c>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="weightGradient"><c>[head dim]</c>.</param>
    /// <param name="biasGradient"><c>[head dim]</c>.</param>
    /// <param name="room"><c>[heads, head dim]</c>, for a token on its way.</param>
    public static void LayerNormBackward(ref float rows, ref float gradients, int tokens, int heads, int headDim, ref float weight, float epsilon, ref float weightGradient, ref float biasGradient, ref float room)
    {
        int width = heads * headDim;
        Span<float> result = MemoryMarshal.CreateSpan(ref room, width);
        for (int token = 0; token < tokens; token++)
        {
            Span<float> gradient = Row(ref gradients, token, width);
            Normalization.LayerNormBackward(
                Row(ref rows, token, width),
                MemoryMarshal.CreateReadOnlySpan(ref weight, headDim),
                epsilon,
                gradient,
                result,
                MemoryMarshal.CreateSpan(ref weightGradient, headDim),
                MemoryMarshal.CreateSpan(ref biasGradient, headDim));
            result.CopyTo(gradient);
        }
    }

    private static Span<float> Row(ref float rows, int token, int width) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref rows, (nint)token * width), width);
}
