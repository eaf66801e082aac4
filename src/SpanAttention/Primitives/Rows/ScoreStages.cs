using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Stages of the scores that users ask to see, on one key tile, <c>[groups of 16 rows, 64 keys, 16 rows]</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScoreStages
{
    private const int RowGroup = Transpose.RowGroup;
    private const int KeyTile = 64;

    /// <summary>scores = scores · scale.</summary>
    public static void Scale(ref float scores, int keys, int rows, float scale)
    {
        for (int row = 0; row < rows; row += RowGroup)
        {
            for (int place = row * KeyTile; place < (row * KeyTile) + (keys * RowGroup); place += Vector256<float>.Count)
            {
                (Vector256.LoadUnsafe(ref scores, (nuint)place) * Vector256.Create(scale)).StoreUnsafe(ref scores, (nuint)place);
            }
        }
    }

    /// <summary>scores = −∞ where the key lies beyond the edge: the first row sees keys up to position edge of the tile, each further row one more.</summary>
    public static void HideLaterKeys(ref float scores, int keys, int rows, int edge)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float rowScores = ref Unsafe.Add(ref scores, ((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1)));
            for (int j = Math.Max(0, edge + row + 1); j < keys; j++)
            {
                Unsafe.Add(ref rowScores, j * RowGroup) = float.NegativeInfinity;
            }
        }
    }
}
