namespace SpanAttention.Verification;

/// <summary>A NaN of the kit's own, which results are filled with before a call: what it does not write is seen.</summary>
internal static class Canary
{
    private const uint Bits = 0x7FC05EED;

    public static float Number => BitConverter.UInt32BitsToSingle(Bits);

    public static bool IsUnwritten(float number) => BitConverter.SingleToUInt32Bits(number) == Bits;

    /// <summary>A tensor that nobody has written.</summary>
    public static float[] Tensor(int length)
    {
        float[] tensor = new float[length];
        Array.Fill(tensor, Number);
        return tensor;
    }

    /// <summary>The first place that is not written; −1 where all are.</summary>
    public static int Unwritten(ReadOnlySpan<float> tensor)
    {
        int index = 0;
        while (index < tensor.Length && !IsUnwritten(tensor[index]))
        {
            index++;
        }

        return index < tensor.Length ? index : -1;
    }
}
