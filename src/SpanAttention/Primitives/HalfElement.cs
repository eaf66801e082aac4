using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>IEEE 754 binary16.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HalfElement : IKeyValueElement<HalfElement>
{
    // The bits of a half, moved to where those of a float lie: exponents are then 112 too small. The product is exact, for subnormal halves, too.
    private const int MantissaDifference = 13;
    private const float ExponentDifference = 5.192296858534828e33f; // 2^112
    private const int SignAndMagnitude = unchecked((int)0x8FFFE000);
    private const int LargestExponent = 0x0F800000; // of infinity and of what is no number, which must stay what they are
    private const int Infinity = 0x7F800000;

    private readonly Half value;

    private HalfElement(Half value) => this.value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfElement Of(float value) => new((Half)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ref HalfElement source, int count, ref float destination)
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
    public static Vector128<float> Load128(ref HalfElement source)
    {
        Vector128<int> signed = Vector128.WidenLower(Vector64.LoadUnsafe(ref Bits(ref source)).ToVector128Unsafe());
        Vector128<int> moved = Vector128.ShiftLeft(signed, MantissaDifference) & Vector128.Create(SignAndMagnitude);
        Vector128<int> exponent = Vector128.Create(LargestExponent);
        Vector128<int> infinite = Vector128.Equals(moved & exponent, exponent) & Vector128.Create(Infinity);
        return moved.AsSingle() * Vector128.Create(ExponentDifference) | infinite.AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref HalfElement source)
    {
        Vector256<int> signed = Vector256.WidenLower(Vector128.LoadUnsafe(ref Bits(ref source)).ToVector256Unsafe());
        Vector256<int> moved = Vector256.ShiftLeft(signed, MantissaDifference) & Vector256.Create(SignAndMagnitude);
        Vector256<int> exponent = Vector256.Create(LargestExponent);
        Vector256<int> infinite = Vector256.Equals(moved & exponent, exponent) & Vector256.Create(Infinity);
        return moved.AsSingle() * Vector256.Create(ExponentDifference) | infinite.AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref HalfElement source)
    {
        Vector512<int> signed = Vector512.WidenLower(Vector256.LoadUnsafe(ref Bits(ref source)).ToVector512Unsafe());
        Vector512<int> moved = Vector512.ShiftLeft(signed, MantissaDifference) & Vector512.Create(SignAndMagnitude);
        Vector512<int> exponent = Vector512.Create(LargestExponent);
        Vector512<int> infinite = Vector512.Equals(moved & exponent, exponent) & Vector512.Create(Infinity);
        return moved.AsSingle() * Vector512.Create(ExponentDifference) | infinite.AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ToSingle() => (float)value;

    // Signed, so that widening spreads the sign over the upper half.
    private static ref short Bits(ref HalfElement source) => ref Unsafe.As<HalfElement, short>(ref source);
}
