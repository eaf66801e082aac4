using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <content>Contexts in the rows they go to, value dimensions in lanes.</content>
public readonly partial struct Lanes256
{
    /// <summary>As <see cref="AddKeys2"/>, of a single vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddKeys1(ref float value, nint stride, ref float weights, int row, int visible, int seen, int keys, ref Vector256<float> sum)
    {
        int further = Math.Clamp(visible, 0, keys) - seen;
        for (int j = 0; j < further; j++)
        {
            sum = MultiplyAdd(Load(ref value, j * stride), Broadcast(ref weights, (j * RowGroup) + row), sum);
        }
    }

    /// <summary>Adds to the sums of two vectors of a row, side by side, what further keys weigh.</summary>
    /// <param name="value">The first of the keys' values.</param>
    /// <param name="stride">Floats from one value to the next.</param>
    /// <param name="weights">The first key's weights; the others follow 16 floats apart.</param>
    /// <param name="row">The row among these weights.</param>
    /// <param name="visible">Keys up to the last that the row sees, fewer than none or more than there are included.</param>
    /// <param name="seen">Keys before the first.</param>
    /// <param name="keys">Keys that there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddKeys2(ref float value, nint stride, ref float weights, int row, int visible, int seen, int keys, ref Vector256<float> sum0, ref Vector256<float> sum1)
    {
        int further = Math.Clamp(visible, 0, keys) - seen;
        for (int j = 0; j < further; j++)
        {
            Vector256<float> weight = Broadcast(ref weights, (j * RowGroup) + row);
            sum0 = MultiplyAdd(Load(ref value, j * stride), weight, sum0);
            sum1 = MultiplyAdd(Load(ref value, (j * stride) + 8), weight, sum1);
        }
    }

    /// <summary>The sums of two vectors of a row, side by side, added to what is there, rescaled; the whole times a factor.</summary>
    /// <param name="first">Some element of the contexts.</param>
    /// <param name="offset">Floats from there to the row's vectors.</param>
    /// <param name="rescale">Each row's factor of what is there; a null reference where nothing is there yet.</param>
    /// <param name="factor">Each row's factor of the whole; a null reference where more is to come.</param>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndRow2(ref float first, nint offset, ref float rescale, ref float factor, int row, Vector256<float> sum0, Vector256<float> sum1)
    {
        if (!Unsafe.IsNullRef(ref rescale))
        {
            Vector256<float> rowRescale = Broadcast(ref rescale, row);
            sum0 = MultiplyAdd(Load(ref first, offset), rowRescale, sum0);
            sum1 = MultiplyAdd(Load(ref first, offset + 8), rowRescale, sum1);
        }

        if (Unsafe.IsNullRef(ref factor))
        {
            Row2(ref Unsafe.Add(ref first, offset), sum0, sum1);
        }
        else
        {
            ScaleRow2(ref first, offset, ref factor, row, sum0, sum1);
        }
    }

    /// <summary>The sums of two vectors of a row, side by side, times its factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaleRow2(ref float first, nint offset, ref float factor, int row, Vector256<float> sum0, Vector256<float> sum1)
    {
        Vector256<float> rowFactor = Broadcast(ref factor, row);
        Row2(ref Unsafe.Add(ref first, offset), MultiplyAdd(sum0, rowFactor, Vector256<float>.Zero), MultiplyAdd(sum1, rowFactor, Vector256<float>.Zero));
    }
}
