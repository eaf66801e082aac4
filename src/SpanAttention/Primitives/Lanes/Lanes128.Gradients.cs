using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <content>Gradients: weights computed again, and sums in the rows they go to, head dimensions in lanes.</content>
public readonly partial struct Lanes128
{
    /// <summary>2^(score · scale − shift), at most 1: the weights that a row's logSumExp stands for.</summary>
    /// <param name="score">Scores.</param>
    /// <param name="scale">c.</param>
    /// <param name="negated">The rows' shifts, negated.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Weight(Vector128<float> score, Vector128<float> scale, Vector128<float> negated) => Exponential.Exp2(AtMostZero(Lanes.MultiplyAdd(score, scale, negated)));

    /// <summary>weight · factor + 0; a weight of −0, of a key that is left out, stays, whatever the factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ScoreGradient(Vector128<float> weight, Vector128<float> factor) =>
        Vector128.ConditionalSelect(Vector128.Equals(weight.AsInt32(), Vector128.Create(int.MinValue)).AsSingle(), weight, (weight * factor) + Vector128<float>.Zero);

    /// <summary>Gradients of scores in place of their weights: weight · (sum − delta).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weigh1(ref float place, Vector128<float> delta, Vector128<float> sum) => Store(Load(ref place, 0) * (sum - delta), ref place, 0);

    /// <summary>The same for two columns, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weigh2(ref float place, Vector128<float> delta, Vector128<float> sum0, Vector128<float> sum1)
    {
        Weigh1(ref place, delta, sum0);
        Weigh1(ref Unsafe.Add(ref place, RowGroup), delta, sum1);
    }

    /// <summary>As <see cref="Weigh1"/>, where weights of keys that are left out are −0, and stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeighVisible1(ref float place, Vector128<float> delta, Vector128<float> sum) => Store(ScoreGradient(Load(ref place, 0), sum - delta), ref place, 0);

    /// <summary>The same for two columns, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeighVisible2(ref float place, Vector128<float> delta, Vector128<float> sum0, Vector128<float> sum1)
    {
        WeighVisible1(ref place, delta, sum0);
        WeighVisible1(ref Unsafe.Add(ref place, RowGroup), delta, sum1);
    }

    /// <summary>Adds to the sums of a key what some query rows weigh.</summary>
    /// <param name="source">What row 0 brings.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weights">The key's weight in row 0; rows lie in groups of 16, of 64 keys each.</param>
    /// <param name="first">The first of the rows.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="sum">The sums of a vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRows1(ref float source, nint stride, ref float weights, int first, int end, ref Vector128<float> sum)
    {
        for (int row = first; row < end; row++)
        {
            sum = MultiplyAdd(Load(ref source, row * stride), Broadcast(ref weights, Transpose.PlaceOfRow(row)), sum);
        }
    }

    /// <summary>The same for two vectors, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRows2(ref float source, nint stride, ref float weights, int first, int end, ref Vector128<float> sum0, ref Vector128<float> sum1)
    {
        for (int row = first; row < end; row++)
        {
            Vector128<float> weight = Broadcast(ref weights, Transpose.PlaceOfRow(row));
            sum0 = MultiplyAdd(Load(ref source, row * stride), weight, sum0);
            sum1 = MultiplyAdd(Load(ref source, (row * stride) + 4), weight, sum1);
        }
    }

    /// <summary>Sums of a vector of a row, added to those that are there; the whole times a factor.</summary>
    /// <param name="first">Some element of the gradients.</param>
    /// <param name="offset">Floats from there to the row's vectors.</param>
    /// <param name="adds">Tells whether there are sums already.</param>
    /// <param name="ends">Tells whether these are the last.</param>
    /// <param name="factor">The factor of the whole.</param>
    /// <param name="sum">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndGradient1(ref float first, nint offset, bool adds, bool ends, float factor, Vector128<float> sum)
    {
        sum = adds ? Load(ref first, offset) + sum : sum;
        sum = ends ? MultiplyAdd(sum, Fill(factor), Vector128<float>.Zero) : sum;
        Store(sum, ref first, offset);
    }

    /// <summary>The same for two vectors, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndGradient2(ref float first, nint offset, bool adds, bool ends, float factor, Vector128<float> sum0, Vector128<float> sum1)
    {
        EndGradient1(ref first, offset, adds, ends, factor, sum0);
        EndGradient1(ref first, offset + 4, adds, ends, factor, sum1);
    }

    /// <summary>The same for four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndGradient4(ref float first, nint offset, bool adds, bool ends, float factor, Vector128<float> sum0, Vector128<float> sum1, Vector128<float> sum2, Vector128<float> sum3)
    {
        EndGradient2(ref first, offset, adds, ends, factor, sum0, sum1);
        EndGradient2(ref first, offset + 8, adds, ends, factor, sum2, sum3);
    }

    /// <summary>Up to three floats from source[offset] on, 0 in the lanes behind them.</summary>
    /// <param name="source">Some element.</param>
    /// <param name="offset">Floats from there to the first.</param>
    /// <param name="count">1 to 3, a constant of the caller.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadPart(ref float source, nint offset, int count) => Vector128.Create(
        Unsafe.Add(ref source, offset), count > 1 ? Unsafe.Add(ref source, offset + 1) : 0, count > 2 ? Unsafe.Add(ref source, offset + 2) : 0, 0);

    /// <summary>As <see cref="EndGradient1"/>, for the first lanes of a vector alone.</summary>
    /// <param name="first">Some element of the gradients.</param>
    /// <param name="offset">Floats from there to the row's.</param>
    /// <param name="adds">Tells whether there are sums already.</param>
    /// <param name="ends">Tells whether these are the last.</param>
    /// <param name="factor">The factor of the whole.</param>
    /// <param name="sum">The sums.</param>
    /// <param name="count">1 to 3, a constant of the caller.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndGradientPart(ref float first, nint offset, bool adds, bool ends, float factor, Vector128<float> sum, int count)
    {
        sum = adds ? LoadPart(ref first, offset, count) + sum : sum;
        sum = ends ? Lanes.MultiplyAdd(sum, Vector128.Create(factor), Vector128<float>.Zero) : sum;
        ref float place = ref Unsafe.Add(ref first, offset);
        place = sum[0];
        if (count > 1)
        {
            Unsafe.Add(ref place, 1) = sum[1];
        }

        if (count > 2)
        {
            Unsafe.Add(ref place, 2) = sum[2];
        }
    }

    /// <summary>The value, or 0 where it is more; NaN stays NaN, as minimum instructions return their second operand then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> AtMostZero(Vector128<float> value) =>
        Sse.IsSupported ? Sse.Min(Vector128<float>.Zero, value) : Vector128.ConditionalSelect(Vector128.GreaterThan(value, Vector128<float>.Zero), Vector128<float>.Zero, value);
}
