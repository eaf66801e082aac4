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
        int index = 0;
        for (; index <= count - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            Load256(ref Unsafe.Add(ref source, index)).StoreUnsafe(ref Unsafe.Add(ref destination, index));
        }

        for (; index < count; index++)
        {
            Unsafe.Add(ref destination, index) = Unsafe.Add(ref source, index).ToSingle();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(ref BFloat16Element source) =>
        Vector128.ShiftLeft(Vector128.WidenLower(Vector64.LoadUnsafe(ref Bits(ref source)).ToVector128Unsafe()), LowerBits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref BFloat16Element source) =>
        Vector256.ShiftLeft(Vector256.WidenLower(Vector128.LoadUnsafe(ref Bits(ref source)).ToVector256Unsafe()), LowerBits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref BFloat16Element source) =>
        Vector512.ShiftLeft(Vector512.WidenLower(Vector256.LoadUnsafe(ref Bits(ref source)).ToVector512Unsafe()), LowerBits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)bits << LowerBits);

    private static ref ushort Bits(ref BFloat16Element source) => ref Unsafe.As<BFloat16Element, ushort>(ref source);
}
