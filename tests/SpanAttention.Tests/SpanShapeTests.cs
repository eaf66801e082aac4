using System.Runtime.InteropServices;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Flags and floats that share memory, at every distance that matters.</summary>
public class SpanShapeTests
{
    [Theory]
    [InlineData(0, 4, true)] // the flags end where the floats begin
    [InlineData(1, 4, false)]
    [InlineData(11, 4, false)]
    [InlineData(12, 4, true)] // they begin where the floats end
    [InlineData(2, 0, true)]
    public void Flags_may_touch_what_is_written_but_not_share_it(int start, int count, bool allowed)
    {
        float[] arena = new float[5];
        ReadOnlySpan<bool> flags = MemoryMarshal.Cast<float, bool>(arena).Slice(start, count);
        string? refused = Overlap(arena.AsSpan(1), 2, flags);

        Assert.Equal(allowed ? null : "destination overlaps mask; what is written must not share memory with an input or another result. (Parameter 'destination')", refused);
    }

    [Fact]
    public void Nothing_written_overlaps_nothing()
    {
        float[] arena = new float[2];

        Assert.Null(Overlap(arena, 0, MemoryMarshal.Cast<float, bool>(arena)));
    }

    /// <summary>A span of that length is claimed, never touched: half a gigabyte of floats is more than a span of bytes could hold.</summary>
    [Fact]
    public void A_destination_of_more_bytes_than_an_int_counts_is_compared_too()
    {
        float[] arena = new float[2];
        Span<float> destination = MemoryMarshal.CreateSpan(ref arena[1], 600_000_000);

        Assert.Null(Overlap(destination, destination.Length, MemoryMarshal.Cast<float, bool>(arena)[..4]));
        Assert.NotNull(Overlap(destination, destination.Length, MemoryMarshal.Cast<float, bool>(arena)));
    }

    private static string? Overlap(ReadOnlySpan<float> destination, long written, ReadOnlySpan<bool> mask)
    {
        try
        {
            SpanShape.Disjoint(destination, written, mask, "destination", "mask");
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}
