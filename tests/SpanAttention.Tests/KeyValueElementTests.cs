using System.Runtime.CompilerServices;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Shorter numbers of a cache: every one of them, and the rounding between neighbours.</summary>
public sealed class KeyValueElementTests
{
    private const int Patterns = 1 << 16;

    [Fact]
    public void EveryHalfIsWidenedExactly() => CheckEveryPattern<HalfElement>(static bits => (float)BitConverter.UInt16BitsToHalf(bits));

    [Fact]
    public void EveryBFloat16IsWidenedExactly() => CheckEveryPattern<BFloat16Element>(static bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));

    [Fact]
    public void HalvesAreTheNearest() => CheckRounding<HalfElement>(static value => (float)(Half)value);

    [Fact]
    public void BFloat16AreTheNearest() => CheckRounding<BFloat16Element>(NearestBFloat16);

    private static void CheckEveryPattern<TElement>(Func<ushort, float> widen)
        where TElement : struct, IKeyValueElement<TElement>
    {
        ushort[] patterns = [.. Enumerable.Range(0, Patterns).Select(static bits => (ushort)bits)];
        float[] widened = new float[Patterns - 3]; // not a multiple of a vector
        TElement.Widen(ref Unsafe.As<ushort, TElement>(ref patterns[0]), widened.Length, ref widened[0]);
        for (int bits = 0; bits < widened.Length; bits++)
        {
            Assert.Equal(widen((ushort)bits), widened[bits]);
            Assert.Equal(float.IsNegative(widen((ushort)bits)), float.IsNegative(widened[bits]));
        }
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
            TElement element = TElement.Of(value);
            float back = 0;
            TElement.Widen(ref element, 1, ref back);
            Assert.Equal(nearest(value), back);
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
