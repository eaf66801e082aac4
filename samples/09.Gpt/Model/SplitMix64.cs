namespace GptModel;

/// <summary>SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014): a documented sequence, unlike that of <see cref="Random"/>, which may change with the runtime.</summary>
/// <param name="seed">The state to begin with; any number is as good as another.</param>
public sealed class SplitMix64(ulong seed)
{
    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A multiple of 2⁻⁵³ from 0 to below 1.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1L << 53));
}
