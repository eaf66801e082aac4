using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Online softmax of a few rows that lie along the keys of one tile, <c>[rows, 64 keys]</c>, keys in lanes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeySoftmax
{
    private const int KeyTile = 64;

    /// <summary>weights = 2^(c · scores − c · maximum), in place of the scores; the maximum is carried on, and rescale follows it. Keys that a row does not see get weight 0.</summary>
    /// <param name="scores">Sums of products.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows: query tokens × heads that share a key/value head.</param>
    /// <param name="edge">The last key that the first query sees, each further query one more; the number of keys where there is no edge.</param>
    /// <param name="heads">Rows of one query.</param>
    /// <param name="scaleLog2E">c.</param>
    /// <param name="limit">The largest score.</param>
    /// <param name="maximum">Each row's largest score.</param>
    /// <param name="rescale">2^(c · previous maximum − c · maximum).</param>
    public static void Next(ref float scores, int keys, int rows, int edge, int heads, float scaleLog2E, float limit, ref float maximum, ref float rescale)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Next<Lanes512, Vector512<float>>(ref scores, keys, rows, edge, heads, scaleLog2E, limit, ref maximum, ref rescale);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Next<Lanes256, Vector256<float>>(ref scores, keys, rows, edge, heads, scaleLog2E, limit, ref maximum, ref rescale);
        }
        else
        {
            Next<Lanes128, Vector128<float>>(ref scores, keys, rows, edge, heads, scaleLog2E, limit, ref maximum, ref rescale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next<TLanes, TVector>(ref float scores, int keys, int rows, int edge, int heads, float scaleLog2E, float limit, ref float maximum, ref float rescale)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        TVector scale = TLanes.Fill(scaleLog2E);
        TVector bound = TLanes.Fill(limit);
        for (int row = 0; row < rows; row++)
        {
            int seen = Math.Clamp(edge + (row / heads) + 1, 0, keys);
            ref float rowScores = ref Unsafe.Add(ref scores, row * KeyTile);
            float before = Unsafe.Add(ref maximum, row);

            // maximum = max(previous maximum, scores); unseen keys are −∞
            TVector largest = TLanes.Fill(before);
            for (int j = 0; j < keys; j += TLanes.Count)
            {
                TVector visible = TLanes.Select(TLanes.Before(seen - j), TLanes.Clamp(TLanes.Load(ref rowScores, j), bound), TLanes.Fill(float.NegativeInfinity));
                TLanes.Store(visible, ref rowScores, j);
                largest = TLanes.Larger(visible, largest);
            }

            // weights = 2^(c · scores − c · maximum), rescale = 2^(c · previous − c · maximum)
            float top = TLanes.Largest(largest);
            RowShift shift = new(top, scaleLog2E);
            TVector anchor = TLanes.Fill(shift.Anchor);
            TVector product = TLanes.Fill(-shift.Product);
            for (int j = 0; j < keys; j += TLanes.Count)
            {
                TVector distance = TLanes.Subtract(TLanes.Load(ref rowScores, j), anchor);
                TLanes.Store(TLanes.Exp2(TLanes.MultiplyAdd(distance, scale, product)), ref rowScores, j);
            }

            Unsafe.Add(ref maximum, row) = top;
            Unsafe.Add(ref rescale, row) = shift.Rescale(before, scaleLog2E);
        }
    }
}
