using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <content>Gradients of normalizations: how a loss changes with the tokens and with what they are multiplied by.</content>
public static partial class Normalization
{
    /// <summary>
    /// Gradients of <see cref="LayerNorm"/>. With n = (x − mean) · factor of a token x, and s = destinationGradient · weight:
    /// sourceGradient = (s − mean of s − n · mean of s · n) · factor; weightGradient += destinationGradient · n, biasGradient += destinationGradient, token by token.
    /// </summary>
    /// <param name="source"><c>[tokens, dim]</c>, as they were before.</param>
    /// <param name="weight"><c>[dim]</c>.</param>
    /// <param name="epsilon">ε, as it was before.</param>
    /// <param name="destinationGradient"><c>[tokens, dim]</c>: the loss's slope by each result.</param>
    /// <param name="sourceGradient"><c>[tokens, dim]</c>, overwritten; may be longer. It must overlap nothing else.</param>
    /// <param name="weightGradient"><c>[dim]</c>, added to.</param>
    /// <param name="biasGradient"><c>[dim]</c>, added to; empty without a bias.</param>
    /// <exception cref="ArgumentException">A span's length does not fit its shape, or a gradient overlaps another span.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative, infinite or NaN.</exception>
    public static void LayerNormBackward(
        ReadOnlySpan<float> source, ReadOnlySpan<float> weight, float epsilon, ReadOnlySpan<float> destinationGradient, Span<float> sourceGradient, Span<float> weightGradient, Span<float> biasGradient)
    {
        CheckBackward(source, weight, epsilon, destinationGradient, sourceGradient, weightGradient);
        if (!biasGradient.IsEmpty)
        {
            SpanShape.Exactly(biasGradient.Length, weight.Length, nameof(biasGradient), "dim");
            SpanShape.Disjoint(biasGradient, biasGradient.Length, destinationGradient, nameof(biasGradient), nameof(destinationGradient));
            SpanShape.Disjoint(biasGradient, biasGradient.Length, source, nameof(biasGradient), nameof(source));
            SpanShape.Disjoint(biasGradient, biasGradient.Length, weight, nameof(biasGradient), nameof(weight));
            SpanShape.Disjoint(biasGradient, biasGradient.Length, weightGradient, nameof(biasGradient), nameof(weightGradient));
            SpanShape.Disjoint(biasGradient, biasGradient.Length, sourceGradient, nameof(biasGradient), nameof(sourceGradient));
        }

        int dim = weight.Length;
        for (int start = 0; start < source.Length; start += dim)
        {
            ReadOnlySpan<float> row = source.Slice(start, dim);
            ReadOnlySpan<float> slopes = destinationGradient.Slice(start, dim);
            Span<float> normalized = sourceGradient.Slice(start, dim);
            Subtract(row, PartialSums.Of(row) / dim, normalized);
            float factor = Factor(normalized, epsilon);
            Rows.Scale(ref normalized[0], dim, factor);
            AddProducts(slopes, normalized, weightGradient);
            Add(slopes, biasGradient);

            float mean = PartialSums.OfProducts(slopes, weight) / dim;
            float along = PartialSums.OfProducts(slopes, weight, normalized) / dim;
            Differentiate(slopes, weight, mean, along, factor, normalized);
        }
    }

    /// <summary>
    /// Gradients of <see cref="RootMeanSquare"/>. With n = x · factor of a token x, and s = destinationGradient · weight:
    /// sourceGradient = (s − n · mean of s · n) · factor; weightGradient += destinationGradient · n, token by token.
    /// </summary>
    /// <inheritdoc cref="LayerNormBackward"/>
    public static void RootMeanSquareBackward(
        ReadOnlySpan<float> source, ReadOnlySpan<float> weight, float epsilon, ReadOnlySpan<float> destinationGradient, Span<float> sourceGradient, Span<float> weightGradient)
    {
        CheckBackward(source, weight, epsilon, destinationGradient, sourceGradient, weightGradient);
        int dim = weight.Length;
        for (int start = 0; start < source.Length; start += dim)
        {
            ReadOnlySpan<float> row = source.Slice(start, dim);
            RowBackward(row, weight, Factor(row, epsilon), destinationGradient.Slice(start, dim), sourceGradient.Slice(start, dim), weightGradient);
        }
    }

    /// <summary>Gradients of a row that is divided by the root of its mean square.</summary>
    /// <param name="source">The row.</param>
    /// <param name="weight">One float an element.</param>
    /// <param name="factor">1 / the root.</param>
    /// <param name="destinationGradient">The loss's slope by each result.</param>
    /// <param name="sourceGradient">Overwritten.</param>
    /// <param name="weightGradient">Added to.</param>
    internal static void RowBackward(ReadOnlySpan<float> source, ReadOnlySpan<float> weight, float factor, ReadOnlySpan<float> destinationGradient, Span<float> sourceGradient, Span<float> weightGradient)
    {
        source.CopyTo(sourceGradient);
        Rows.Scale(ref sourceGradient[0], sourceGradient.Length, factor);
        AddProducts(destinationGradient, sourceGradient, weightGradient);

        float along = PartialSums.OfProducts(destinationGradient, weight, sourceGradient) / source.Length;
        Differentiate(destinationGradient, weight, mean: 0, along, factor, sourceGradient);
    }

    private static void CheckBackward(
        ReadOnlySpan<float> source, ReadOnlySpan<float> weight, float epsilon, ReadOnlySpan<float> destinationGradient, Span<float> sourceGradient, Span<float> weightGradient)
    {
        Check(weight, epsilon);
        int tokens = SpanShape.Tokens(source.Length, weight.Length, nameof(source), "tokens × dim");
        SpanShape.Exactly(destinationGradient.Length, tokens, weight.Length, nameof(destinationGradient), "tokens × dim");
        SpanShape.AtLeast(sourceGradient.Length, tokens, weight.Length, nameof(sourceGradient), "tokens × dim");
        SpanShape.Exactly(weightGradient.Length, weight.Length, nameof(weightGradient), "dim");
        SpanShape.Disjoint(sourceGradient, source.Length, source, nameof(sourceGradient), nameof(source));
        SpanShape.Disjoint(sourceGradient, source.Length, weight, nameof(sourceGradient), nameof(weight));
        SpanShape.Disjoint(sourceGradient, source.Length, destinationGradient, nameof(sourceGradient), nameof(destinationGradient));
        SpanShape.Disjoint(weightGradient, weightGradient.Length, source, nameof(weightGradient), nameof(source));
        SpanShape.Disjoint(weightGradient, weightGradient.Length, weight, nameof(weightGradient), nameof(weight));
        SpanShape.Disjoint(weightGradient, weightGradient.Length, destinationGradient, nameof(weightGradient), nameof(destinationGradient));
        SpanShape.Disjoint(weightGradient, weightGradient.Length, sourceGradient, nameof(weightGradient), nameof(sourceGradient));
    }

    /// <summary>sums_i = ma(a_i, b_i, sums_i).</summary>
    private static void AddProducts(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sums)
    {
        for (int x = 0; x < a.Length; x++)
        {
            sums[x] = Lanes.MultiplyAdd(a[x], b[x], sums[x]);
        }
    }

    /// <summary>sums_i += a_i, where there are sums.</summary>
    private static void Add(ReadOnlySpan<float> a, Span<float> sums)
    {
        for (int x = 0; x < sums.Length; x++)
        {
            sums[x] += a[x];
        }
    }

    /// <summary>normalized_i = ma(−normalized_i, along, slopes_i · weight_i − mean) · factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Differentiate(ReadOnlySpan<float> slopes, ReadOnlySpan<float> weight, float mean, float along, float factor, Span<float> normalized)
    {
        ref float slope = ref MemoryMarshal.GetReference(slopes);
        ref float scale = ref MemoryMarshal.GetReference(weight);
        ref float place = ref MemoryMarshal.GetReference(normalized);
        int x = 0;
        for (; x <= slopes.Length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            Vector256<float> across = (Vector256.LoadUnsafe(ref slope, (nuint)x) * Vector256.LoadUnsafe(ref scale, (nuint)x)) - Vector256.Create(mean);
            Vector256<float> rest = Lanes.MultiplyAdd(-Vector256.LoadUnsafe(ref place, (nuint)x), Vector256.Create(along), across);
            (rest * factor).StoreUnsafe(ref place, (nuint)x);
        }

        for (; x < slopes.Length; x++)
        {
            float across = (slopes[x] * weight[x]) - mean;
            normalized[x] = Lanes.MultiplyAdd(-normalized[x], along, across) * factor;
        }
    }
}
