using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>Contexts in the rows they go to, value dimensions in lanes.</content>
public readonly partial struct Lanes128
{
    /// <summary>Adds to the sums of two vectors of a row, side by side, what further keys weigh.</summary>
    /// <param name="value">The first of the keys' values.</param>
    /// <param name="stride">Floats from one value to the next.</param>
    /// <param name="weights">The row's weight of the first key; the others follow 16 floats apart.</param>
    /// <param name="keys">Keys.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddKeys2(ref float value, nint stride, ref float weights, int keys, ref Vector128<float> sum0, ref Vector128<float> sum1)
    {
        for (int j = 0; j < keys; j++)
        {
            Vector128<float> weight = Broadcast(ref weights, j * RowGroup);
            sum0 = MultiplyAdd(Load(ref value, j * stride), weight, sum0);
            sum1 = MultiplyAdd(Load(ref value, (j * stride) + 4), weight, sum1);
        }
    }


    /// <summary>The sums of two vectors of a row, side by side, added to what is there, rescaled; the whole times a factor.</summary>
    /// <param name="place">The first element of the row's vectors.</param>
    /// <param name="rescale">Each row's factor of what is there; a null reference where nothing is there yet.</param>
    /// <param name="factor">Each row's factor of the whole; a null reference where more is to come.</param>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndRow2(ref float place, ref float rescale, ref float factor, int row, Vector128<float> sum0, Vector128<float> sum1)
    {
        if (!Unsafe.IsNullRef(ref rescale))
        {
            Vector128<float> rowRescale = Broadcast(ref rescale, row);
            sum0 = MultiplyAdd(Load(ref place, 0), rowRescale, sum0);
            sum1 = MultiplyAdd(Load(ref place, 4), rowRescale, sum1);
        }

        if (Unsafe.IsNullRef(ref factor))
        {
            Row2(ref place, sum0, sum1);
        }
        else
        {
            ScaleRow2(ref place, ref factor, row, sum0, sum1);
        }
    }


    /// <summary>The sums of two vectors of a row, side by side, times its factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaleRow2(ref float place, ref float factor, int row, Vector128<float> sum0, Vector128<float> sum1)
    {
        Vector128<float> rowFactor = Broadcast(ref factor, row);
        Row2(ref place, MultiplyAdd(sum0, rowFactor, Vector128<float>.Zero), MultiplyAdd(sum1, rowFactor, Vector128<float>.Zero));
    }

}
