using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>IEEE 754 binary16.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HalfElement : IKeyValueElement<HalfElement>
{
    // From the upper half of 32 bits, where the signs agree, exponent and mantissa move three bits down to where those of a float lie. Exponents are then 112 too small: the product that mends
    // them is exact, for subnormal halves, too.
    private const int ExponentBits = 3;
    private const float ExponentDifference = 5.192296858534828e33f; // 2^112
    private const int SignAndMagnitude = unchecked((int)0x8FFFE000);
    private const int LargestExponent = 0x0F800000; // of infinity and of what is no number, which must stay what they are
    private const int Infinity = 0x7F800000;
    private const ushort LargestHalfExponent = 0x7C00;

    private readonly Half value;

    private HalfElement(Half value) => this.value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfElement Of(float value) => new((Half)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(int lane) => PairedElements.Place(lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref HalfElement group, int lane)
    {
        Vector256<int> moved = Moved(PairedElements.Load256(ref group, lane));
        Vector256<int> exponent = Vector256.Create(LargestExponent);
        Vector256<int> infinite = Vector256.Equals(moved & exponent, exponent) & Vector256.Create(Infinity);
        return (moved.AsSingle() * Vector256.Create(ExponentDifference)) | infinite.AsSingle();
    }

    /// <summary>Four numbers of a group as floats, exactly where all are finite.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lane">The first of them: 0, 4, 8 or 12.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadFinite128(ref HalfElement group, int lane) =>
        Moved(PairedElements.Load128(ref group, lane)).AsSingle() * Vector128.Create(ExponentDifference);

    /// <summary>Eight numbers of a group as floats, exactly where all are finite.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lane">The first of them: 0 or 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadFinite256(ref HalfElement group, int lane) =>
        Moved(PairedElements.Load256(ref group, lane)).AsSingle() * Vector256.Create(ExponentDifference);

    /// <summary>A group as floats, exactly where all are finite.</summary>
    /// <param name="group">The group.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadFinite512(ref HalfElement group) =>
        Moved(PairedElements.Load512(ref group)).AsSingle() * Vector512.Create(ExponentDifference);

    /// <summary>Tells whether numbers are all finite, as nearly always: then they are loaded in half the time.</summary>
    /// <param name="source">The first number.</param>
    /// <param name="count">Numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(ref HalfElement source, int count)
    {
        ref ushort bits = ref Unsafe.As<HalfElement, ushort>(ref source);
        Vector256<ushort> exponent = Vector256.Create(LargestHalfExponent);
        Vector256<ushort> infinite = Vector256<ushort>.Zero;
        int index = 0;
        for (; index <= count - Vector256<ushort>.Count; index += Vector256<ushort>.Count)
        {
            infinite |= Vector256.Equals(Vector256.LoadUnsafe(ref bits, (nuint)index) & exponent, exponent);
        }

        bool finite = infinite == Vector256<ushort>.Zero;
        for (; index < count; index++)
        {
            finite &= Half.IsFinite(Unsafe.Add(ref source, index).value);
        }

        return finite;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ToSingle() => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Moved(Vector128<int> halves) => Vector128.ShiftRightArithmetic(halves, ExponentBits) & Vector128.Create(SignAndMagnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Moved(Vector256<int> halves) => Vector256.ShiftRightArithmetic(halves, ExponentBits) & Vector256.Create(SignAndMagnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Moved(Vector512<int> halves) => Vector512.ShiftRightArithmetic(halves, ExponentBits) & Vector512.Create(SignAndMagnitude);
}
