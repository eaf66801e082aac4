using System.Globalization;

namespace SpanAttention.WeightFiles;

/// <summary>Sizes of tensors, counted without overflow, and in words.</summary>
internal static class TensorShape
{
    /// <summary>Elements of a shape; −1 where a dimension is negative or their product exceeds 2⁶³ − 1.</summary>
    public static long Count(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long dimension in shape)
        {
            if (dimension < 0 || Math.BigMul(count, dimension, out long low) != 0 || low < 0)
            {
                return -1;
            }

            count = low;
        }

        return count;
    }

    /// <summary>Bytes of so many elements, the last of them filled up; −1 where they exceed 2⁶³ − 1.</summary>
    public static long Bytes(long count, int bits)
    {
        Int128 bytes = (((Int128)count * bits) + 7) / 8;
        return bytes > long.MaxValue ? -1 : (long)bytes;
    }

    /// <summary>A shape such as <c>[2, 3]</c>.</summary>
    public static string Words(ReadOnlySpan<long> shape) =>
        $"[{string.Join(", ", shape.ToArray().Select(static dimension => dimension.ToString(CultureInfo.InvariantCulture)))}]";
}
