using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace SpanAttention.Primitives;

/// <summary>Gradients where the product with what is left out, which is 0, is not 0: 0 · ∞ and 0 · NaN are NaN. Pairs of weight −0 are left out one by one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VisibleGradients
{
    private const int RowGroup = Transpose.RowGroup;

    /// <summary>gradient_j = (gradient_j + Σ_i weights[j, i] · source_i) · factor, in rows of keys.</summary>
    /// <param name="weights">Weights of a tile from the first key and query row on, <c>[groups, 64 keys, 16 rows]</c>.</param>
    /// <param name="source">What the first query row brings.</param>
    /// <param name="sourceStride">Floats from one query row to the next.</param>
    /// <param name="dims">Dimensions.</param>
    /// <param name="rows">Query rows.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="known">Keys whose gradients have sums already.</param>
    /// <param name="ends">Tells whether these sums are the last.</param>
    /// <param name="factor">The factor of the whole.</param>
    /// <param name="gradient">The first key's gradient.</param>
    /// <param name="stride">Floats from one key to the next.</param>
    public static void EndKeys(ref float weights, ref float source, nint sourceStride, int dims, int rows, int keys, int known, bool ends, float factor, ref float gradient, nint stride)
    {
        for (int j = 0; j < keys; j++)
        {
            for (int x = 0; x < dims; x++)
            {
                float sum = 0;
                for (int i = 0; i < rows; i++)
                {
                    Add(Unsafe.Add(ref weights, Transpose.PlaceOfRow(i) + (j * RowGroup)), ref Unsafe.Add(ref source, (i * sourceStride) + x), ref sum);
                }

                End(ref Unsafe.Add(ref gradient, (j * stride) + x), j < known, ends, factor, sum);
            }
        }
    }

    /// <summary>gradient_i = (gradient_i + Σ_j weights[j, i] · source_j) · factor, in rows of queries.</summary>
    /// <inheritdoc cref="EndKeys"/>
    /// <param name="weights">Weights of a tile from the first query row on, within a group of 16.</param>
    /// <param name="source">What the first key brings.</param>
    /// <param name="sourceStride">Floats from one key to the next.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Query rows.</param>
    /// <param name="adds">Tells whether there are sums already.</param>
    /// <param name="gradient">The first query row's gradient.</param>
    /// <param name="stride">Floats from one query row to the next.</param>
    public static void EndRows(ref float weights, ref float source, nint sourceStride, int dims, int keys, int rows, bool adds, bool ends, float factor, ref float gradient, nint stride)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int x = 0; x < dims; x++)
            {
                float sum = 0;
                for (int j = 0; j < keys; j++)
                {
                    Add(Unsafe.Add(ref weights, (j * RowGroup) + i), ref Unsafe.Add(ref source, (j * sourceStride) + x), ref sum);
                }

                End(ref Unsafe.Add(ref gradient, (i * stride) + x), adds, ends, factor, sum);
            }
        }
    }

    private static void Add(float weight, ref float source, ref float sum)
    {
        if (BitConverter.SingleToInt32Bits(weight) != int.MinValue)
        {
            sum = Lanes.MultiplyAdd(weight, source, sum);
        }
    }

    private static void End(ref float gradient, bool adds, bool ends, float factor, float sum)
    {
        sum = adds ? gradient + sum : sum;
        gradient = ends ? Lanes.MultiplyAdd(sum, factor, 0) : sum;
    }
}
