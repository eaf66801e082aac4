namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Numbers of fewer bits.</summary>
internal static class Short
{
    public static float BFloat16(float number) => Of(number, 8);

    /// <summary>The nearest number of so many significant bits.</summary>
    public static float Of(float number, int bits)
    {
        if (!float.IsFinite(number) || number == 0)
        {
            return number;
        }

        double spacing = Math.ScaleB(1, Math.ILogB(number) + 1 - bits);
        return (float)(Math.Round(number / spacing) * spacing);
    }

    public static float[] Of(ReadOnlySpan<float> numbers, int bits) => Array.ConvertAll(numbers.ToArray(), number => Of(number, bits));

    public static float[] Flushed(ReadOnlySpan<float> numbers) => Array.ConvertAll(numbers.ToArray(), static number => float.IsSubnormal(number) ? 0 : number);
}
