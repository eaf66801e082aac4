using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>A row of scores becomes weights, once the row's statistics over all keys are known.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowWeights
{
    /// <summary>scores_j = 2^(c · scores_j − c · maximum) / sum, the quotient as a product with 1 / sum; 0 where the score is −∞, and all zeros where sum = 0. In place.</summary>
    /// <param name="scores">The first score.</param>
    /// <param name="keys">Scores.</param>
    /// <param name="maximum">The largest score.</param>
    /// <param name="sum">The sum of the weights.</param>
    /// <param name="scaleLog2E">c = scale · log2 e.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(ref float scores, int keys, float maximum, float sum, float scaleLog2E)
    {
        float factor = sum == 0 ? 0 : 1 / sum;
        RowShift shift = new(maximum, scaleLog2E);
        int j = 0;
        for (; j <= keys - Vector256<float>.Count; j += Vector256<float>.Count)
        {
            ref float place = ref Unsafe.Add(ref scores, j);
            Vector256<float> score = Vector256.LoadUnsafe(ref place);
            Vector256<float> exponent = Lanes.MultiplyAdd(score - Vector256.Create(shift.Anchor), Vector256.Create(scaleLog2E), Vector256.Create(-shift.Product));
            Vector256<float> hidden = Vector256.Equals(score, Vector256.Create(float.NegativeInfinity));
            Vector256.AndNot(Exponential.Exp2(exponent) * Vector256.Create(factor), hidden).StoreUnsafe(ref place);
        }

        for (; j < keys; j++)
        {
            ref float place = ref Unsafe.Add(ref scores, j);
            float exponent = Lanes.MultiplyAdd(place - shift.Anchor, scaleLog2E, -shift.Product);
            place = float.IsNegativeInfinity(place) ? 0 : Exponential.Exp2(exponent) * factor;
        }
    }
}
