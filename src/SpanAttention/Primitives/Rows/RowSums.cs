using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Normalization by the sum of scores, on one key tile, <c>[groups of 16 rows, 64 keys, 16 rows]</c>: scores are the weights, and only their sum is carried on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowSums
{
    private const int RowGroup = Transpose.RowGroup;
    private const int KeyTile = 64;

    /// <summary>sum_i = sum_i + Σ_j scores[j, i]; nothing is rescaled, so rescale_i = 1.</summary>
    public static void Add(ref float scores, int keys, int rows, ref float sum, ref float rescale)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            ref float rowScores = ref RowScores(ref scores, row);
            Vector128<float> total = Vector128<float>.Zero;
            for (int j = 0; j < keys; j++)
            {
                total += Vector128.LoadUnsafe(ref Unsafe.Add(ref rowScores, j * RowGroup));
            }

            (Vector128.LoadUnsafe(ref sum, (nuint)row) + total).StoreUnsafe(ref sum, (nuint)row);
            Vector128<float>.One.StoreUnsafe(ref rescale, (nuint)row);
        }
    }

    /// <summary>weights[j, i] = scores[j, i] · factor_i, in place of the scores.</summary>
    public static void Weigh(ref float scores, int keys, int rows, ref float factor)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            ref float rowScores = ref RowScores(ref scores, row);
            Vector128<float> rowFactor = Vector128.LoadUnsafe(ref factor, (nuint)row);
            for (int j = 0; j < keys; j++)
            {
                ref float score = ref Unsafe.Add(ref rowScores, j * RowGroup);
                (Vector128.LoadUnsafe(ref score) * rowFactor).StoreUnsafe(ref score);
            }
        }
    }

    private static ref float RowScores(ref float scores, int row) => ref Unsafe.Add(ref scores, ((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1)));
}
