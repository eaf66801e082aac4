using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The upper half of a float.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BFloat16Element : IKeyValueElement<BFloat16Element>
{
    private const int LowerBits = 16;
    private const int UpperBits = unchecked((int)0xFFFF0000);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(int lane) => PairedElements.Place(lane);

    /// <summary>Four numbers of a group as floats, exactly.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lane">The first of them: 0, 4, 8 or 12.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(ref BFloat16Element group, int lane)
    {
        Vector128<int> numbers = PairedElements.Load128(ref group, lane);
        return (lane < PairedElements.Half ? numbers : numbers & Vector128.Create(UpperBits)).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref BFloat16Element group, int lane)
    {
        Vector256<int> numbers = PairedElements.Load256(ref group, lane);
        return (lane < PairedElements.Half ? numbers : numbers & Vector256.Create(UpperBits)).AsSingle();
    }

    /// <summary>A group as floats, exactly.</summary>
    /// <param name="group">The group.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref BFloat16Element group) => (PairedElements.Load512(ref group) & Vector512.Create(UpperBits)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)bits << LowerBits);
}
