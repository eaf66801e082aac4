using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace SpanAttention.Primitives;

/// <summary>Contexts where the product with a hidden key's weight, which is 0, is not 0: 0 · ∞ and 0 · NaN are NaN. Keys that a row does not see are left out one by one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VisibleContexts
{
    private const int RowGroup = Transpose.RowGroup;
    private const int KeyTile = 64;

    /// <summary>context_i = context_i · rescale_i + Σ_j weights[j, i] · value_j over the keys that row i sees.</summary>
    /// <param name="weights">Weights of a register tile's rows from a group of 16 on, <c>[groups, 64 keys, 16 rows]</c>; −0 where an option leaves a key out.</param>
    /// <param name="value">The first key's value.</param>
    /// <param name="valueStride">Floats from one value to the next.</param>
    /// <param name="dims">Value dimensions.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="edge">The last key that the first row sees, each further row one more; the number of keys where there is no edge.</param>
    /// <param name="rescale">Each row's factor; a null reference where there is no context yet.</param>
    /// <param name="context">Contexts of the same rows, <c>[groups, contextSteps, 16 rows]</c>.</param>
    /// <param name="contextSteps">Dimensions from one group of rows to the next.</param>
    public static void Add(ref float weights, ref float value, nint valueStride, int dims, int keys, int rows, int edge, ref float rescale, ref float context, int contextSteps)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float rowWeights = ref Unsafe.Add(ref weights, ((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1)));
            ref float rowContext = ref Unsafe.Add(ref context, ((row & -RowGroup) * contextSteps) + (row & (RowGroup - 1)));
            int seen = Math.Clamp(edge + row + 1, 0, keys);
            for (int x = 0; x < dims; x++)
            {
                float sum = Sum(ref rowWeights, ref Unsafe.Add(ref value, x), valueStride, seen);
                ref float element = ref Unsafe.Add(ref rowContext, x * RowGroup);
                element = Unsafe.IsNullRef(ref rescale) ? sum : Lanes.MultiplyAdd(element, Unsafe.Add(ref rescale, row), sum);
            }
        }
    }

    /// <summary>context_i = (context_i · rescale_i + Σ_j weights[j, i] · value_j) · factor_i over the keys whose weight is not −0, contexts in rows.</summary>
    /// <param name="weights">Weights of a tile, <c>[groups, 64 keys, 16 rows]</c>; −0 where an option leaves a key out.</param>
    /// <param name="value">The first key's value.</param>
    /// <param name="valueStride">Floats from one value to the next.</param>
    /// <param name="dims">Value dimensions.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="rescale">Each row's factor of its context so far; a null reference where there is none yet.</param>
    /// <param name="factor">Each row's factor of the whole; a null reference where more tiles follow.</param>
    /// <param name="context">The first row's context.</param>
    /// <param name="contextStride">Floats from one row to the next.</param>
    public static void EndRows(ref float weights, ref float value, nint valueStride, int dims, int keys, int first, int rows, ref float rescale, ref float factor, ref float context, nint contextStride)
    {
        for (int row = first; row < first + rows; row++)
        {
            ref float rowWeights = ref Unsafe.Add(ref weights, ((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1)));
            ref float rowContext = ref Unsafe.Add(ref context, (row - first) * contextStride);
            for (int x = 0; x < dims; x++)
            {
                ref float element = ref Unsafe.Add(ref rowContext, x);
                float sum = Sum(ref rowWeights, ref Unsafe.Add(ref value, x), valueStride, keys);
                sum = Unsafe.IsNullRef(ref rescale) ? sum : Lanes.MultiplyAdd(element, Unsafe.Add(ref rescale, row), sum);
                element = Unsafe.IsNullRef(ref factor) ? sum : Lanes.MultiplyAdd(sum, Unsafe.Add(ref factor, row), 0);
            }
        }
    }

    private static float Sum(ref float weights, ref float value, nint valueStride, int keys)
    {
        float sum = 0;
        for (int j = 0; j < keys; j++)
        {
            float weight = Unsafe.Add(ref weights, j * RowGroup);
            if (BitConverter.SingleToInt32Bits(weight) != int.MinValue)
            {
                sum = Lanes.MultiplyAdd(weight, Unsafe.Add(ref value, j * valueStride), sum);
            }
        }

        return sum;
    }
}
