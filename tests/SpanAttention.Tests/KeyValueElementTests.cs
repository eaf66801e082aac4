using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Shorter numbers of a cache: every one of them, and the rounding between neighbours.</summary>
public sealed class KeyValueElementTests
{
    private const int Patterns = 1 << 16;

    private const int Group = 16;

    private delegate Vector128<float> Load128<TElement>(ref TElement group, int lane);

    private delegate Vector256<float> Load256<TElement>(ref TElement group, int lane);

    private delegate Vector512<float> Load512<TElement>(ref TElement group);

    [Fact]
    public void EveryHalfIsWidenedExactly() => CheckEveryPattern<HalfElement>(WidenHalf);

    [Fact]
    public void EveryBFloat16IsWidenedExactly() => CheckEveryPattern<BFloat16Element>(WidenBFloat16);

    [Fact]
    public void EveryFiniteHalfIsLoadedExactly() =>
        CheckLoads<HalfElement>(HalfElement.LoadFinite128, HalfElement.LoadFinite256, HalfElement.LoadFinite512, static bits => Half.IsFinite(BitConverter.UInt16BitsToHalf(bits)) ? WidenHalf(bits) : null);

    [Fact]
    public void EveryBFloat16IsLoadedExactly() => CheckLoads<BFloat16Element>(BFloat16Element.Load128, BFloat16Element.Load256, BFloat16Element.Load512, static bits => WidenBFloat16(bits));

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void OneHalfThatIsNotFiniteIsFound(int count)
    {
        ushort[] largest = [.. Enumerable.Repeat((ushort)0x7BFF, count)];
        Assert.True(HalfElement.AreFinite(ref Unsafe.As<ushort, HalfElement>(ref largest[0]), count));
        for (int place = 0; place < count; place++)
        {
            foreach (ushort other in new ushort[] { 0x7C00, 0xFC00, 0x7C01, 0xFFFF })
            {
                ushort[] halves = [.. largest];
                halves[place] = other;
                Assert.False(HalfElement.AreFinite(ref Unsafe.As<ushort, HalfElement>(ref halves[0]), count), $"{other:X4} at {place}");
            }
        }
    }

    [Fact]
    public void HalvesAreTheNearest() => CheckRounding<HalfElement>(static value => (float)(Half)value);

    [Fact]
    public void BFloat16AreTheNearest() => CheckRounding<BFloat16Element>(NearestBFloat16);

    private static float WidenHalf(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);

    private static float WidenBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>All patterns as two rows that end between groups.</summary>
    private static void CheckEveryPattern<TElement>(Func<ushort, float> widen)
        where TElement : struct, IKeyValueElement<TElement>
    {
        const int Rows = 2;
        const int Width = (Patterns / Rows) + 3;
        ushort[] stored = new ushort[Rows * Width];
        for (int index = 0; index < stored.Length; index++)
        {
            int x = index % Width;
            int place = x < Width / Group * Group ? (x / Group * Group) + TElement.Place(x % Group) : x;
            stored[(index / Width * Width) + place] = (ushort)index;
        }

        float[] widened = new float[stored.Length];
        KeyValueRows.Widen(ref Unsafe.As<ushort, TElement>(ref stored[0]), Rows, Width, ref widened[0]);
        for (int index = 0; index < widened.Length; index++)
        {
            AssertSame(widen((ushort)index), widened[index]);
        }
    }

    private static void CheckLoads<TElement>(Load128<TElement> load128, Load256<TElement> load256, Load512<TElement> load512, Func<ushort, float?> widen)
        where TElement : struct, IKeyValueElement<TElement>
    {
        ushort[] stored = new ushort[Group];
        for (int first = 0; first < Patterns; first += Group)
        {
            for (int lane = 0; lane < Group; lane++)
            {
                stored[TElement.Place(lane)] = (ushort)(first + lane);
            }

            ref TElement group = ref Unsafe.As<ushort, TElement>(ref stored[0]);
            for (int lane = 0; lane < Group; lane++)
            {
                if (widen((ushort)(first + lane)) is { } expected)
                {
                    AssertSame(expected, load128(ref group, lane / 4 * 4)[lane % 4]);
                    AssertSame(expected, load256(ref group, lane / 8 * 8)[lane % 8]);
                    AssertSame(expected, load512(ref group)[lane]);
                }
            }
        }
    }

    private static void AssertSame(float expected, float actual)
    {
        Assert.Equal(expected, actual);
        Assert.Equal(float.IsNegative(expected), float.IsNegative(actual));
    }

    private static void CheckRounding<TElement>(Func<float, float> nearest)
        where TElement : struct, IKeyValueElement<TElement>
    {
        // Every 9973rd float, and the floats around the middle between two halves.
        for (long bits = 0; bits <= uint.MaxValue; bits += 9973)
        {
            Check(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        foreach (uint middle in new uint[] { 0x3F801000, 0x3F803000, 0x3F808000, 0x3F818000, 0x477FF000, 0x7F7F8000, 0x33000000, 0x00008000 })
        {
            Check(BitConverter.UInt32BitsToSingle(middle - 1));
            Check(BitConverter.UInt32BitsToSingle(middle));
            Check(BitConverter.UInt32BitsToSingle(middle + 1));
        }

        void Check(float value)
        {
            Assert.Equal(nearest(value), TElement.Of(value).ToSingle());
        }
    }

    private static float NearestBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint below = bits & 0xFFFF0000;
        uint rest = bits & 0xFFFF;
        bool up = rest > 0x8000 || (rest == 0x8000 && (below & 0x10000) != 0);
        return float.IsNaN(value) ? float.NaN : BitConverter.UInt32BitsToSingle(up ? below + 0x10000 : below);
    }
}
