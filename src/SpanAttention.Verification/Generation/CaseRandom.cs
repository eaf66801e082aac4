using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>Random numbers, the same for the same seed everywhere; in half a nanosecond, as long cases have millions (xoroshiro128++, Blackman and Vigna, 2019).</summary>
internal sealed class CaseRandom
{
    private ulong low;
    private ulong high;

    public CaseRandom(int seed)
    {
        low = Mixed((ulong)seed + 1);
        high = Mixed(low);
    }

    /// <summary>0 ≤ number &lt; 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>0 ≤ number &lt; 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float NextSingle() => (Next() >> 40) * (1.0f / (1 << 24));

    /// <summary>0 ≤ number &lt; <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary><paramref name="least"/> ≤ number &lt; <paramref name="limit"/>.</summary>
    public int Next(int least, int limit) => least + Next(limit - least);

    /// <summary>One of them.</summary>
    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Next(choices.Length)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Next()
    {
        ulong result = BitOperations.RotateLeft(low + high, 17) + low;
        high ^= low;
        low = BitOperations.RotateLeft(low, 49) ^ high ^ (high << 21);
        high = BitOperations.RotateLeft(high, 28);
        return result;
    }

    // SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Mixed(ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
