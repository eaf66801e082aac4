using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Visible pairs, counted in closed form.</summary>
public class VisibilityTests
{
    [SeededProperty(MaxTest = 500)]
    public void Counts_what_a_loop_counts(byte queryLength, byte keyLength, short offset)
    {
        long expected = Enumerable.Range(0, queryLength).Sum(i => (long)Math.Clamp(i + offset + 1, 0, keyLength));

        Assert.Equal(expected, Visibility.CausalPairs(queryLength, keyLength, offset));
    }
}
