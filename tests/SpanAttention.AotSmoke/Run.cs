using System.Diagnostics;

namespace AotSmoke;

/// <summary>Runs declarations one after the other: times each first call, which a JIT has to compile, and hashes all outputs (FNV-1a, 64 bits, over the bits of floats).</summary>
internal sealed class Run
{
    private const ulong Prime = 1099511628211;

    private uint state = 1;

    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>Numbers in [−1, 1), the same in every run: a linear congruential generator's upper 24 bits.</summary>
    public float[] Numbers(int count, float scale = 1)
    {
        float[] numbers = new float[count];
        foreach (ref float number in numbers.AsSpan())
        {
            state = unchecked((state * 1664525) + 1013904223);
            number = (((state >> 8) / 8388608f) - 1) * scale;
        }

        return numbers;
    }

    /// <summary>Calls twice, and asks that both give the same.</summary>
    public void Call(string declaration, int outputs, Action<float[]> call)
    {
        float[] first = new float[outputs];
        float[] second = new float[outputs];
        TimeSpan firstTime = Time(call, first);
        TimeSpan secondTime = Time(call, second);
        Require(declaration, first, second);
        foreach (float output in first)
        {
            Hash = unchecked((Hash ^ BitConverter.SingleToUInt32Bits(output)) * Prime);
        }

        Console.WriteLine($"{declaration,-12} first call {firstTime.TotalMilliseconds,8:F3} ms, second {secondTime.TotalMilliseconds,8:F3} ms");
    }

    /// <summary>Two ways to the same outputs must agree in every bit.</summary>
    public static void Require(string declaration, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(expected[i]) != BitConverter.SingleToUInt32Bits(actual[i]))
            {
                throw new InvalidOperationException($"{declaration}: output {i} is {expected[i]:R} one way and {actual[i]:R} the other.");
            }
        }
    }

    private static TimeSpan Time(Action<float[]> call, float[] destination)
    {
        long start = Stopwatch.GetTimestamp();
        call(destination);
        return Stopwatch.GetElapsedTime(start);
    }
}
