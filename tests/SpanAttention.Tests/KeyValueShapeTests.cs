using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>How much a cache holds, and what a ring has given up, up to the last token that an int counts.</summary>
public sealed class KeyValueShapeTests
{
    private static readonly KeyValueShape Ring = new(1, 1, 1, contextLength: 1, leftWindow: 40, CacheElement.Single);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 64, 0)]
    [InlineData(128, 128, 0)]
    [InlineData(129, 128, 64)]
    [InlineData(192, 128, 64)]
    [InlineData(193, 128, 128)]
    [InlineData(int.MaxValue, 128, int.MaxValue - 127)]
    public void ARingGivesUpWholeTiles(int count, int slots, int oldest)
    {
        Assert.Equal(slots, Ring.SlotsOf(count));
        Assert.Equal(oldest, Ring.OldestOf(count));
        Assert.InRange(Ring.OldestSeenBy(count), oldest, count);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(1, 128)]
    [InlineData(64, 128)]
    [InlineData(65, 192)]
    public void ARingHoldsTheWindowOfATilesFirstTokenAndThatTile(int leftWindow, int slots) =>
        Assert.Equal(slots, new KeyValueShape(1, 1, 1, contextLength: 1, leftWindow, CacheElement.Single).Slots);

    [Fact]
    public void AContextIsOfAnyNumberOfTokens() =>
        Assert.Equal(
            "[tokens, 1, 4] (context × key/value heads × head dim)", new KeyValueShape(1, 4, 4, contextLength: 0, leftWindow: -1, CacheElement.Single).ToString());

    [Fact]
    public void WithoutAWindowNothingIsGivenUp()
    {
        KeyValueShape shape = new(1, 1, 1, contextLength: 150, leftWindow: -1, CacheElement.Single);

        Assert.Equal((192, 150), (shape.Slots, shape.Capacity));
        Assert.Equal((128, 0, 0), (shape.SlotsOf(70), shape.OldestOf(150), shape.OldestSeenBy(150)));
    }
}
