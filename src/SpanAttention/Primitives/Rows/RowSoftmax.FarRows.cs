using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>Far rows: they subtract their maximum before the product.</content>
public static partial class RowSoftmax
{
    /// <summary>Subtracts its maximum from the scores of every far row of a tile; other rows stay.</summary>
    private static void AnchorFarRows(ref float scores, int keys, int rows, float scaleLog2E, ref float maximum)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            AnchorFarRows<Lanes512, Vector512<float>>(ref scores, keys, rows, scaleLog2E, ref maximum);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AnchorFarRows<Lanes256, Vector256<float>>(ref scores, keys, rows, scaleLog2E, ref maximum);
        }
        else
        {
            AnchorFarRows<Lanes128, Vector128<float>>(ref scores, keys, rows, scaleLog2E, ref maximum);
        }
    }

    private static void AnchorFarRows<TLanes, TVector>(ref float scores, int keys, int rows, float scaleLog2E, ref float maximum)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            TVector largest = TLanes.Load(ref maximum, row);
            TVector far = TLanes.Far(TLanes.Multiply(largest, TLanes.Fill(scaleLog2E)));
            if (TLanes.Any(far))
            {
                Subtract<TLanes, TVector>(ref RowScores(ref scores, row), keys, TLanes.Only(largest, far));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Subtract<TLanes, TVector>(ref float rowScores, int keys, TVector anchor)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        for (int j = 0; j < keys; j++)
        {
            TLanes.Store(TLanes.Subtract(TLanes.Load(ref rowScores, j * RowGroup), anchor), ref rowScores, j * RowGroup);
        }
    }
}
