using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Collects for a tile what the caller's tensors over pairs of query and key say: floats that are added to scores, −∞ where a key is left out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PairRows
{
    private const int Step = 16;

    /// <summary>destination[i, j] = 0 where flags[i, j], else −∞.</summary>
    /// <param name="flags">Element [0, 0].</param>
    /// <param name="flagStride">Flags from one row to the next; 0 where all rows have the same.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="destination">Element [0, 0].</param>
    /// <param name="destinationStride">Floats from one destination row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ref bool flags, nint flagStride, int rows, int keys, ref float destination, int destinationStride)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float rowDestination = ref Unsafe.Add(ref destination, (nint)row * destinationStride);
            MemoryMarshal.CreateSpan(ref rowDestination, keys).Clear();
            Mask(ref Unsafe.Add(ref flags, row * flagStride), keys, float.NegativeInfinity, ref rowDestination);
        }
    }

    /// <summary>destination[i, j] = bias[i, j] where flags[i, j], else −∞.</summary>
    /// <inheritdoc cref="Fill(ref bool, nint, int, int, ref float, int)"/>
    /// <param name="bias">Element [0, 0].</param>
    /// <param name="biasStride">Floats from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ref bool flags, nint flagStride, ref float bias, nint biasStride, int rows, int keys, ref float destination, int destinationStride)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float rowDestination = ref Unsafe.Add(ref destination, (nint)row * destinationStride);
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref bias, row * biasStride), keys).CopyTo(MemoryMarshal.CreateSpan(ref rowDestination, keys));
            Mask(ref Unsafe.Add(ref flags, row * flagStride), keys, float.NegativeInfinity, ref rowDestination);
        }
    }

    /// <summary>weights[j] = 0 where the flag is false.</summary>
    /// <param name="flags">The first key's flag.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="weights">The first key's weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear(ref bool flags, int keys, ref float weights) => Mask(ref flags, keys, 0, ref weights);

    /// <summary>weights[j] = −0 where the flag is false: of all weights only those that must not be used are −0.</summary>
    /// <param name="flags">The first key's flag.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="weights">The first key's weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Drop(ref bool flags, int keys, ref float weights) => Mask(ref flags, keys, -0f, ref weights);

    /// <summary>row[j] = masked where the flag is false. Any byte but 0 is true.</summary>
    private static void Mask(ref bool flags, int keys, float masked, ref float row)
    {
        ref byte bytes = ref Unsafe.As<bool, byte>(ref flags);
        int j = 0;
        for (; j <= keys - Step; j += Step)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref bytes, (nuint)j));
            (Vector128<uint> flags0, Vector128<uint> flags4) = Vector128.Widen(low);
            (Vector128<uint> flags8, Vector128<uint> flags12) = Vector128.Widen(high);
            ref float place = ref Unsafe.Add(ref row, j);
            Mask(flags0, masked, ref place);
            Mask(flags4, masked, ref Unsafe.Add(ref place, 4));
            Mask(flags8, masked, ref Unsafe.Add(ref place, 8));
            Mask(flags12, masked, ref Unsafe.Add(ref place, 12));
        }

        for (; j < keys; j++)
        {
            if (Unsafe.Add(ref bytes, j) == 0)
            {
                Unsafe.Add(ref row, j) = masked;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mask(Vector128<uint> flags, float masked, ref float place)
    {
        Vector128<float> isMasked = Vector128.Equals(flags, Vector128<uint>.Zero).AsSingle();
        Vector128.ConditionalSelect(isMasked, Vector128.Create(masked), Vector128.LoadUnsafe(ref place)).StoreUnsafe(ref place);
    }
}
