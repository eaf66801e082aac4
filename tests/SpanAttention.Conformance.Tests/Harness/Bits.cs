using System.Globalization;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Comparison bit for bit. Any NaN equals any other: payload and sign of a NaN are the machine's choice.</summary>
public static class Bits
{
    /// <summary>Marks memory that must not be written.</summary>
    public const float Untouched = -98765.4321f;

    private const int Tail = 5;

    /// <summary>A destination that is longer than needed, filled with a mark.</summary>
    public static float[] NewDestination(int length)
    {
        float[] destination = new float[length + Tail];
        destination.AsSpan().Fill(Untouched);
        return destination;
    }

    /// <summary>The same, but for NaN where something is to be written: whoever reads it first feels it.</summary>
    public static float[] NewPoisonedDestination(int length)
    {
        float[] destination = NewDestination(length);
        destination.AsSpan(0, length).Fill(float.NaN);
        return destination;
    }

    /// <summary>Numbers that outputs are added to.</summary>
    public static float[] Residual(int length) => [.. Enumerable.Range(0, length).Select(static index => ((index * 7 % 31) - 15) / 8f)];

    /// <summary>Each number of one and of the other, added.</summary>
    public static float[] Sum(float[] residual, float[] outputs) => [.. residual.Zip(outputs, static (number, output) => number + output)];

    /// <summary>Where a destination differs from what is expected, or was written beyond it; null if nowhere.</summary>
    public static string? Difference(string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> destination)
    {
        for (int index = 0; index < destination.Length; index++)
        {
            float wanted = index < expected.Length ? expected[index] : Untouched;
            if (!AreSame(wanted, destination[index]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{name}[{index}] of {expected.Length} is {Show(destination[index])}; expected {Show(wanted)}");
            }
        }

        return null;
    }

    public static bool AreSame(float a, float b) =>
        BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private static string Show(float value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:G9} (0x{BitConverter.SingleToInt32Bits(value):X8})");
}
