using System.Runtime.InteropServices;

namespace SpanAttention.WeightFiles;

/// <summary>Floats of 16 bits: widened exactly, narrowed to the nearest, of two the even one.</summary>
internal static class FloatConversion
{
    public static void Widen(ReadOnlySpan<Half> source, Span<float> destination)
    {
        for (int index = 0; index < source.Length; index++)
        {
            destination[index] = (float)source[index];
        }
    }

    /// <summary>BFloat16: the upper half of a float's bits.</summary>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int index = 0; index < source.Length; index++)
        {
            destination[index] = BitConverter.UInt32BitsToSingle((uint)source[index] << 16);
        }
    }

    /// <summary>Stores floats as <see cref="TensorElement.Single"/>, <see cref="TensorElement.Half"/> or <see cref="TensorElement.BFloat16"/>.</summary>
    public static void Store(ReadOnlySpan<float> source, TensorElement element, Span<byte> destination)
    {
        switch (element)
        {
            case TensorElement.Single:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
            case TensorElement.Half:
                Narrow(source, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            case TensorElement.BFloat16:
                Narrow(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(element), element, "Single, Half and BFloat16 are stored.");
        }
    }

    private static void Narrow(ReadOnlySpan<float> source, Span<Half> destination)
    {
        for (int index = 0; index < source.Length; index++)
        {
            destination[index] = (Half)source[index];
        }
    }

    private static void Narrow(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        for (int index = 0; index < source.Length; index++)
        {
            destination[index] = BFloat16(source[index]);
        }
    }

    private static ushort BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);

        // A payload in the lower half alone would round to infinity: NaN stays a quiet NaN.
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
