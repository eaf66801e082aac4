using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>What a mask does to rows that lie along the keys. A flag's byte other than 0 is true: the key takes part.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MaskedKeys
{
    private const int Step = 16;

    /// <summary>scores[i, j] = −∞ where the mask is false.</summary>
    /// <param name="mask">Flag [0, 0].</param>
    /// <param name="maskStride">Flags from one row to the next; 0 where all rows have the same.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="scores">Element [0, 0].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hide(ref bool mask, nint maskStride, int rows, int keys, ref float scores, int stride)
    {
        for (int row = 0; row < rows; row++)
        {
            Hide(ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref mask, row * maskStride)), keys, ref Unsafe.Add(ref scores, row * stride));
        }
    }

    /// <summary>Whether 0 · value is 0 for every value of a tile, so that masked keys need nothing but a weight of 0.</summary>
    /// <param name="value">Element [0, 0].</param>
    /// <param name="stride">Floats from one value to the next.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="dims">Value dimensions.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(ref float value, nint stride, int keys, int dims)
    {
        for (int j = 0; j < keys; j++)
        {
            // NaN and ∞ make a product with 0 NaN, and NaN stays in a sum.
            ref float row = ref Unsafe.Add(ref value, j * stride);
            Vector256<float> sum = Vector256<float>.Zero;
            int x = 0;
            for (; x <= dims - Vector256<float>.Count; x += Vector256<float>.Count)
            {
                sum += Vector256.LoadUnsafe(ref Unsafe.Add(ref row, x)) * Vector256<float>.Zero;
            }

            float rest = 0;
            for (; x < dims; x++)
            {
                rest += Unsafe.Add(ref row, x) * 0;
            }

            if (float.IsNaN(rest) || Lanes.AnyNaN(sum))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>context_i = context_i · rescale_i + Σ_j weights[i, j] · value_j over the keys that the mask lets through, one by one: for the rare tile with a value that is no number.</summary>
    /// <param name="mask">Flag [0, 0].</param>
    /// <param name="maskStride">Flags from one row to the next; 0 where all rows have the same.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="weights">Element [0, 0].</param>
    /// <param name="stride">Floats from one row of weights to the next.</param>
    /// <param name="value">Element [0, 0].</param>
    /// <param name="dims">Value dimensions, floats from one value to the next and from one context to the next.</param>
    /// <param name="rescale">One factor a row.</param>
    /// <param name="context">Element [0, 0].</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddVisible(ref bool mask, nint maskStride, int rows, int keys, ref float weights, int stride, ref float value, int dims, ref float rescale, ref float context)
    {
        ref byte flags = ref Unsafe.As<bool, byte>(ref mask);
        for (int row = 0; row < rows; row++)
        {
            for (int x = 0; x < dims; x++)
            {
                float sum = 0;
                for (int j = 0; j < keys; j++)
                {
                    if (Unsafe.Add(ref flags, (row * maskStride) + j) != 0)
                    {
                        sum = Lanes.MultiplyAdd(Unsafe.Add(ref weights, (row * stride) + j), Unsafe.Add(ref value, ((nint)j * dims) + x), sum);
                    }
                }

                ref float element = ref Unsafe.Add(ref context, (row * dims) + x);
                element = Lanes.MultiplyAdd(element, Unsafe.Add(ref rescale, row), sum);
            }
        }
    }

    private static void Hide(ref byte flags, int keys, ref float scores)
    {
        int j = 0;
        for (; j <= keys - Step; j += Step)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.Add(ref flags, j)));
            (Vector128<uint> flags0, Vector128<uint> flags4) = Vector128.Widen(low);
            (Vector128<uint> flags8, Vector128<uint> flags12) = Vector128.Widen(high);
            ref float place = ref Unsafe.Add(ref scores, j);
            HideFour(flags0, ref place);
            HideFour(flags4, ref Unsafe.Add(ref place, 4));
            HideFour(flags8, ref Unsafe.Add(ref place, 8));
            HideFour(flags12, ref Unsafe.Add(ref place, 12));
        }

        for (; j < keys; j++)
        {
            if (Unsafe.Add(ref flags, j) == 0)
            {
                Unsafe.Add(ref scores, j) = float.NegativeInfinity;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HideFour(Vector128<uint> flags, ref float scores)
    {
        Vector128<float> hidden = Vector128.Equals(flags, Vector128<uint>.Zero).AsSingle();
        Vector128.ConditionalSelect(hidden, Vector128.Create(float.NegativeInfinity), Vector128.LoadUnsafe(ref scores)).StoreUnsafe(ref scores);
    }
}
