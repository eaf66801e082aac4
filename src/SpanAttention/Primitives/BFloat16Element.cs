using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The upper half of a float.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BFloat16Element : IKeyValueElement<BFloat16Element>
{
    private const int LowerBits = 16;
    private const ushort QuietNaN = 0x7FC0;

    private readonly ushort bits;

    private BFloat16Element(ushort bits) => this.bits = bits;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BFloat16Element Of(float value)
    {
        if (float.IsNaN(value))
        {
            return new(QuietNaN);
        }

        // Half of the last bit kept, less one where it is even already: carries round to nearest even, beyond the largest number to infinity.
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return new((ushort)((bits + 0x7FFF + ((bits >> LowerBits) & 1)) >> LowerBits));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ref BFloat16Element source, int count, ref float destination)
    {
        ref ushort bits = ref Unsafe.As<BFloat16Element, ushort>(ref source);
        int index = 0;
        for (; index <= count - Vector128<ushort>.Count; index += Vector128<ushort>.Count)
        {
            Vector256<uint> upper = Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.Add(ref bits, index)).ToVector256Unsafe());
            Vector256.ShiftLeft(upper, LowerBits).AsSingle().StoreUnsafe(ref Unsafe.Add(ref destination, index));
        }

        for (; index < count; index++)
        {
            Unsafe.Add(ref destination, index) = BitConverter.UInt32BitsToSingle((uint)Unsafe.Add(ref bits, index) << LowerBits);
        }
    }
}
