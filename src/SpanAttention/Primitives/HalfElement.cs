using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>IEEE 754 binary16.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HalfElement : IKeyValueElement<HalfElement>
{
    // Exponents of a half, moved to where those of a float lie, are 112 too small; the product is exact, for subnormal halves, too.
    private const float ExponentDifference = 5.192296858534828e33f; // 2^112
    private const uint ExponentOfInfinity = 0x7F800000;
    private const uint FirstNonFinite = 0x0F800000;

    private readonly Half value;

    private HalfElement(Half value) => this.value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfElement Of(float value) => new((Half)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ref HalfElement source, int count, ref float destination)
    {
        ref ushort bits = ref Unsafe.As<HalfElement, ushort>(ref source);
        int index = 0;
        for (; index <= count - Vector128<ushort>.Count; index += Vector128<ushort>.Count)
        {
            Vector256<uint> half = Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.Add(ref bits, index)).ToVector256Unsafe());
            Widen(half).StoreUnsafe(ref Unsafe.Add(ref destination, index));
        }

        for (; index < count; index++)
        {
            Unsafe.Add(ref destination, index) = (float)Unsafe.Add(ref source, index).value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(Vector256<uint> half)
    {
        Vector256<uint> magnitude = Vector256.ShiftLeft(half & Vector256.Create(0x7FFFu), 13);
        Vector256<uint> sign = Vector256.ShiftLeft(half & Vector256.Create(0x8000u), 16);
        Vector256<uint> finite = (magnitude.AsSingle() * Vector256.Create(ExponentDifference)).AsUInt32();
        Vector256<uint> nonFinite = Vector256.GreaterThanOrEqual(magnitude.AsInt32(), Vector256.Create((int)FirstNonFinite)).AsUInt32() & Vector256.Create(ExponentOfInfinity);
        return (finite | nonFinite | sign).AsSingle();
    }
}
