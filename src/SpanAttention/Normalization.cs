using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Normalization of tokens, in the canonical order: the same bits on every machine of the same <see cref="AttentionNumerics.Arithmetic"/>, however many tokens a call has. Nothing is allocated.</summary>
public static partial class Normalization
{
    /// <summary>destination = (x − mean) / √(variance + ε) · weight + bias for every token x (Ba, Kiros and Hinton, "Layer Normalization", 2016).</summary>
    /// <param name="source"><c>[tokens, dim]</c>.</param>
    /// <param name="weight"><c>[dim]</c>.</param>
    /// <param name="bias"><c>[dim]</c>, or empty for none.</param>
    /// <param name="epsilon">ε: at least 0, finite. 1e-5 in GPT-2, 1e-12 in BERT.</param>
    /// <param name="destination"><c>[tokens, dim]</c>; may be longer. It may be the source itself, but must not overlap it otherwise, nor the other spans.</param>
    /// <exception cref="ArgumentException">A span's length does not fit its shape, or the destination overlaps an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative, infinite or NaN.</exception>
    public static void LayerNorm(ReadOnlySpan<float> source, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> destination)
    {
        Check(source, weight, epsilon, destination);
        if (!bias.IsEmpty)
        {
            SpanShape.Exactly(bias.Length, weight.Length, nameof(bias), "dim");
            SpanShape.Disjoint(destination, source.Length, bias, nameof(destination), nameof(bias));
        }

        int dim = weight.Length;
        for (int start = 0; start < source.Length; start += dim)
        {
            Span<float> row = destination.Slice(start, dim);
            Subtract(source.Slice(start, dim), PartialSums.Of(source.Slice(start, dim)) / dim, row);
            Scale(row, Factor(row, epsilon), weight, bias, row);
        }
    }

    /// <summary>destination = x / √(mean of x² + ε) · weight for every token x (Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019).</summary>
    /// <param name="source"><c>[tokens, dim]</c>.</param>
    /// <param name="weight"><c>[dim]</c>.</param>
    /// <param name="epsilon">ε: at least 0, finite. 1e-5 or 1e-6 in Llama.</param>
    /// <param name="destination"><c>[tokens, dim]</c>; may be longer. It may be the source itself, but must not overlap it otherwise, nor the weight.</param>
    /// <exception cref="ArgumentException">A span's length does not fit its shape, or the destination overlaps an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative, infinite or NaN.</exception>
    public static void RootMeanSquare(ReadOnlySpan<float> source, ReadOnlySpan<float> weight, float epsilon, Span<float> destination)
    {
        Check(source, weight, epsilon, destination);
        int dim = weight.Length;
        for (int start = 0; start < source.Length; start += dim)
        {
            ReadOnlySpan<float> row = source.Slice(start, dim);
            Scale(row, Factor(row, epsilon), weight, bias: [], destination.Slice(start, dim));
        }
    }

    private static void Check(ReadOnlySpan<float> source, ReadOnlySpan<float> weight, float epsilon, Span<float> destination)
    {
        Check(weight, epsilon);
        int tokens = SpanShape.Tokens(source.Length, weight.Length, nameof(source), "tokens × dim");
        SpanShape.AtLeast(destination.Length, tokens, weight.Length, nameof(destination), "tokens × dim");
        SpanShape.SameOrDisjoint(destination, source.Length, source, nameof(destination), nameof(source));
        SpanShape.Disjoint(destination, source.Length, weight, nameof(destination), nameof(weight));
    }

    private static void Check(ReadOnlySpan<float> weight, float epsilon)
    {
        if (weight.IsEmpty)
        {
            throw new ArgumentException("weight is empty; it has a float for each dimension of a token.", nameof(weight));
        }

        if (!float.IsFinite(epsilon) || epsilon < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, string.Create(CultureInfo.InvariantCulture, $"epsilon is {epsilon}; it must be finite and at least 0."));
        }
    }

    /// <summary>1 / √(mean of squares + ε), every operation rounded.</summary>
    private static float Factor(ReadOnlySpan<float> row, float epsilon) => 1 / MathF.Sqrt((PartialSums.OfSquares(row) / row.Length) + epsilon);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(ReadOnlySpan<float> source, float mean, Span<float> destination)
    {
        ref float element = ref MemoryMarshal.GetReference(source);
        ref float result = ref MemoryMarshal.GetReference(destination);
        int x = 0;
        for (; x <= source.Length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            (Vector256.LoadUnsafe(ref element, (nuint)x) - Vector256.Create(mean)).StoreUnsafe(ref result, (nuint)x);
        }

        for (; x < source.Length; x++)
        {
            Unsafe.Add(ref result, x) = Unsafe.Add(ref element, x) - mean;
        }
    }

    /// <summary>ma(x · factor, weight, bias), or (x · factor) · weight without a bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ReadOnlySpan<float> source, float factor, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> destination)
    {
        ref float element = ref MemoryMarshal.GetReference(source);
        ref float scale = ref MemoryMarshal.GetReference(weight);
        ref float offset = ref MemoryMarshal.GetReference(bias);
        ref float result = ref MemoryMarshal.GetReference(destination);
        bool isBiased = !bias.IsEmpty;
        int x = 0;
        for (; x <= source.Length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            Vector256<float> scaled = Vector256.LoadUnsafe(ref element, (nuint)x) * Vector256.Create(factor);
            Vector256<float> weights = Vector256.LoadUnsafe(ref scale, (nuint)x);
            (isBiased ? Lanes.MultiplyAdd(scaled, weights, Vector256.LoadUnsafe(ref offset, (nuint)x)) : scaled * weights).StoreUnsafe(ref result, (nuint)x);
        }

        for (; x < source.Length; x++)
        {
            float scaled = Unsafe.Add(ref element, x) * factor;
            float weights = Unsafe.Add(ref scale, x);
            Unsafe.Add(ref result, x) = isBiased ? Lanes.MultiplyAdd(scaled, weights, Unsafe.Add(ref offset, x)) : scaled * weights;
        }
    }
}
