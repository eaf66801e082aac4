using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Softmax of logits, in the canonical order: the same bits on every machine of the same <see cref="AttentionNumerics.Arithmetic"/>. Nothing is allocated.</summary>
public static class Softmax
{
    private const double Log2E = 1.4426950408889634;
    private const int Padded = 16;

    /// <summary>destination_i = e^(logits_i / temperature) / Σ_j e^(logits_j / temperature): probabilities that sum to 1, such as those of the next token.</summary>
    /// <remarks>
    /// A logit of −∞ has probability 0; where all have, all are 0. Logits beyond ±limit, the largest float or what the temperature leaves of it, count as that much, ∞ too. A NaN makes all of them NaN.
    /// </remarks>
    /// <param name="logits">Logits, <c>[vocabulary]</c>.</param>
    /// <param name="temperature">Above 0, finite: 1 leaves the logits as they are, less makes likely tokens likelier.</param>
    /// <param name="destination">As many; may be longer. It may be the logits themselves, but must not overlap them otherwise.</param>
    /// <exception cref="ArgumentException">The destination is shorter than the logits, or overlaps them in part.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is 0 or less, infinite or NaN, or so small that logits of 1 would overflow.</exception>
    public static void Apply(ReadOnlySpan<float> logits, float temperature, Span<float> destination)
    {
        float scaleLog2E = (float)(Log2E / temperature);
        if (!(temperature > 0) || !float.IsFinite(temperature) || !float.IsFinite(scaleLog2E))
        {
            throw new ArgumentOutOfRangeException(
                nameof(temperature), temperature, string.Create(CultureInfo.InvariantCulture, $"temperature is {temperature}; it must be finite and above 0, and log2 e / temperature finite, too."));
        }

        SpanShape.AtLeast(destination.Length, logits.Length, 1, nameof(destination), "logits × 1");
        SpanShape.SameOrDisjoint(destination, logits.Length, logits, nameof(destination), nameof(logits));
        Apply(logits, scaleLog2E, Limit(scaleLog2E), destination);
    }

    /// <summary>The same, and what it was computed from: the logits' shift, and Σ_j 2^(c · logits_j − shift).</summary>
    internal static (RowShift Shift, float Sum) Apply(ReadOnlySpan<float> logits, float scaleLog2E, float limit, Span<float> destination)
    {
        ref float result = ref MemoryMarshal.GetReference(destination);
        RowShift shift = Weigh(ref MemoryMarshal.GetReference(logits), logits.Length, scaleLog2E, limit, ref result);
        float sum = PartialSums.Of(destination[..logits.Length]);
        Rows.Scale(ref result, logits.Length, sum == 0 ? 0 : 1 / sum);
        return (shift, sum);
    }

    private static RowShift Weigh(ref float logits, int length, float scaleLog2E, float limit, ref float weights)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Weigh<Lanes512, Vector512<float>>(ref logits, length, scaleLog2E, limit, ref weights);
        }

        return Vector256.IsHardwareAccelerated
            ? Weigh<Lanes256, Vector256<float>>(ref logits, length, scaleLog2E, limit, ref weights)
            : Weigh<Lanes128, Vector128<float>>(ref logits, length, scaleLog2E, limit, ref weights);
    }

    /// <summary>The largest float whose product with c is finite.</summary>
    internal static float Limit(float scaleLog2E)
    {
        if (scaleLog2E <= 1)
        {
            return float.MaxValue;
        }

        // The quotient may have been rounded down.
        float limit = MathF.BitIncrement(MathF.BitIncrement(float.MaxValue / scaleLog2E));
        while (float.IsInfinity(limit * scaleLog2E))
        {
            limit = MathF.BitDecrement(limit);
        }

        return limit;
    }

    /// <summary>weights_i = 2^(c · logits_i − c · maximum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static RowShift Weigh<TLanes, TVector>(ref float logits, int length, float scaleLog2E, float limit, ref float weights)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        // What fills no vector is in one beside the spans, followed by −∞, which has no weight.
        int whole = length - (length % TLanes.Count);
        Span<float> rest = stackalloc float[Padded];
        rest.Fill(float.NegativeInfinity);
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref logits, whole), length - whole).CopyTo(rest);
        ref float last = ref MemoryMarshal.GetReference(rest);

        TVector bound = TLanes.Fill(limit);
        TVector largest = TLanes.Larger(Bounded<TLanes, TVector>(TLanes.Load(ref last, 0), bound), TLanes.Fill(-limit));
        for (int x = 0; x < whole; x += TLanes.Count)
        {
            largest = TLanes.Larger(Bounded<TLanes, TVector>(TLanes.Load(ref logits, x), bound), largest);
        }

        RowShift shift = new(TLanes.Largest(largest), scaleLog2E);
        for (int x = 0; x < whole; x += TLanes.Count)
        {
            TLanes.Store(Weight<TLanes, TVector>(TLanes.Load(ref logits, x), bound, shift, scaleLog2E), ref weights, x);
        }

        TLanes.Store(Weight<TLanes, TVector>(TLanes.Load(ref last, 0), bound, shift, scaleLog2E), ref last, 0);
        rest[..(length - whole)].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref weights, whole), length - whole));
        return shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Weight<TLanes, TVector>(TVector logits, TVector bound, RowShift shift, float scaleLog2E)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct
    {
        TVector distance = TLanes.Subtract(Bounded<TLanes, TVector>(logits, bound), TLanes.Fill(shift.Anchor));
        return TLanes.Exp2(TLanes.MultiplyAdd(distance, TLanes.Fill(scaleLog2E), TLanes.Fill(-shift.Product)));
    }

    /// <summary>Logits within ±limit, but for −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bounded<TLanes, TVector>(TVector logits, TVector bound)
        where TLanes : IFloatLanes<TVector>
        where TVector : struct =>
        TLanes.Select(TLanes.Equal(logits, TLanes.Fill(float.NegativeInfinity)), logits, TLanes.Clamp(logits, bound));
}
