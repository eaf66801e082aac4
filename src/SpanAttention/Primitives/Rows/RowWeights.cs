using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>A row of scores becomes weights, once the row's statistics over all keys are known.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowWeights
{
    /// <summary>scores_j = scores_j / sum, the quotient as a product with 1 / sum; all zeros where sum = 0. In place.</summary>
    /// <param name="scores">The first score.</param>
    /// <param name="keys">Scores.</param>
    /// <param name="sum">The sum of all of the row's.</param>
    public static void Share(ref float scores, int keys, float sum) => Rows.Scale(ref scores, keys, sum == 0 ? 0 : 1 / sum);

    /// <summary>scores_j = 2^(c · scores_j − c · maximum) / sum, the quotient as a product with 1 / sum; all zeros where sum = 0. In place.</summary>
    /// <param name="scores">The first score, as summed.</param>
    /// <param name="keys">Scores.</param>
    /// <param name="maximum">The largest score, within ±limit.</param>
    /// <param name="sum">The sum of the weights.</param>
    /// <param name="scaleLog2E">c = scale · log2 e.</param>
    /// <param name="limit">The largest score that takes part as it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(ref float scores, int keys, float maximum, float sum, float scaleLog2E, float limit)
    {
        float factor = sum == 0 ? 0 : 1 / sum;
        RowShift shift = new(maximum, scaleLog2E);
        int j = 0;
        for (; j <= keys - Vector256<float>.Count; j += Vector256<float>.Count)
        {
            ref float place = ref Unsafe.Add(ref scores, j);
            Vector256<float> score = Lanes.Clamp(Vector256.LoadUnsafe(ref place), Vector256.Create(limit));
            Vector256<float> exponent = Lanes.MultiplyAdd(score - Vector256.Create(shift.Anchor), Vector256.Create(scaleLog2E), Vector256.Create(-shift.Product));
            (Exponential.Exp2(exponent) * Vector256.Create(factor)).StoreUnsafe(ref place);
        }

        for (; j < keys; j++)
        {
            ref float place = ref Unsafe.Add(ref scores, j);
            float score = place > limit ? limit : place < -limit ? -limit : place;
            place = Exponential.Exp2(Lanes.MultiplyAdd(score - shift.Anchor, scaleLog2E, -shift.Product)) * factor;
        }
    }
}
