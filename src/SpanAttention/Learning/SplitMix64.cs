namespace SpanAttention;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014): random numbers by which weights are drawn, batches put together and tokens sampled. A documented sequence,
/// the same on every machine, unlike that of <see cref="Random"/>, which may change with the runtime. Not for secrets.
/// </summary>
/// <param name="seed">The state to begin with; any number is as good as another.</param>
[CLSCompliant(false)]
public sealed class SplitMix64(ulong seed)
{
    private const ulong Stride = 0x9E3779B97F4A7C15;

    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        state += Stride;
        return Mix(state);
    }

    /// <summary>A whole number from 0 to below <paramref name="count"/>: the upper 64 bits of count times 64 random bits.</summary>
    /// <param name="count">Numbers to choose from, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is 0 or negative.</exception>
    public int NextBelow(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return Below(Next(), count);
    }

    /// <summary>A multiple of 2⁻⁵³ from 0 to below 1.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>The bits that a generator of a seed draws after so many others.</summary>
    internal static ulong At(ulong seed, long index) => Mix(seed + (((ulong)index + 1) * Stride));

    /// <summary>A whole number from 0 to below <paramref name="count"/>, by 64 random bits.</summary>
    internal static int Below(ulong bits, int count) => (int)Math.BigMul(bits, (ulong)count, out _);

    private static ulong Mix(ulong state)
    {
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
