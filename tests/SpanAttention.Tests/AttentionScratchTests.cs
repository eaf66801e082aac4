using Xunit;

namespace SpanAttention.Tests;

/// <summary>The workspace of layers.</summary>
public class AttentionScratchTests
{
    [Fact]
    public void Reserving_less_than_before_allocates_nothing()
    {
        AttentionScratch.Reserve(1 << 16);
        long before = GC.GetAllocatedBytesForCurrentThread();

        AttentionScratch.Reserve(1 << 16);
        AttentionScratch.Reserve(0);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Negative_sizes_are_refused()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>("bytes", static () => AttentionScratch.Reserve(-1));

        Assert.StartsWith("bytes is -1; it counts bytes of workspace and must be at least 0.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_beyond_one_array_are_refused_with_the_number() =>
        Assert.Contains("9223372036854775807", Assert.Throws<ArgumentOutOfRangeException>(static () => AttentionScratch.Reserve(long.MaxValue)).Message, StringComparison.Ordinal);
}
