using Compress;

namespace SpanAttention.Samples.Tests.Packing;

/// <summary>The arithmetic coder gives back what it was given, in about as many bits as the shares say.</summary>
public sealed class RangeCoderTests
{
    private readonly record struct Symbol(ulong Before, ulong Share, ulong Total)
    {
        public double Bits => Math.Log2(Total / (double)Share);
    }

    [Fact]
    public void WhatWasEncodedIsDecoded()
    {
        Random random = RunSeed.Random();
        for (int message = 0; message < 500; message++)
        {
            AssertDecoded([.. Enumerable.Range(0, random.Next(300)).Select(_ => Any(random))]);
        }
    }

    [Theory]
    [InlineData(0UL, 1UL, 1UL)] // nothing to tell
    [InlineData(0UL, 1UL, 1UL << 32)]
    [InlineData((1UL << 32) - 1, 1UL, 1UL << 32)] // sums that carry into all bytes before
    [InlineData(0UL, (1UL << 32) - 1, 1UL << 32)]
    [InlineData(1UL, (1UL << 32) - 1, 1UL << 32)]
    [InlineData((1UL << 32) - 2, 1UL, (1UL << 32) - 1)]
    [InlineData(1UL, 1UL, 3UL)]
    public void ExtremesAreDecoded(ulong before, ulong share, ulong total) => AssertDecoded([.. Enumerable.Repeat(new Symbol(before, share, total), 1000)]);

    [Fact]
    public void WhatHasEndedIsReadNoFurther()
    {
        byte[] message = Encode([new(3, 1, 10), new(9, 1, 10)]);
        RangeDecoder decoder = new(message);

        Assert.Throws<InvalidDataException>(() =>
        {
            for (int symbol = 0; symbol < 100; symbol++)
            {
                decoder.Take(decoder.Find(10), 1);
            }
        });
        Assert.Throws<InvalidDataException>(static () => new RangeDecoder(new byte[1]));
    }

    private static void AssertDecoded(Symbol[] symbols)
    {
        byte[] message = Encode(symbols);
        RangeDecoder decoder = new(message);
        foreach (Symbol symbol in symbols)
        {
            Assert.InRange(decoder.Find(symbol.Total), symbol.Before, symbol.Before + symbol.Share - 1);
            decoder.Take(symbol.Before, symbol.Share);
        }

        Assert.True(decoder.IsAtEnd);

        // Two bytes end a message, and a division loses less than 2⁻¹⁶ of a range that is at least 2⁴⁸.
        Assert.InRange(message.Length * 8, 0, symbols.Sum(static symbol => symbol.Bits + 3e-5) + 24);
    }

    private static byte[] Encode(Symbol[] symbols)
    {
        RangeEncoder encoder = new();
        foreach (Symbol symbol in symbols)
        {
            encoder.Encode(symbol.Before, symbol.Share, symbol.Total);
        }

        return encoder.Finish();
    }

    private static Symbol Any(Random random)
    {
        ulong total = (ulong)random.NextInt64(1, (1L << random.Next(1, 33)) + 1);
        ulong before = (ulong)random.NextInt64((long)total);
        return new(before, (ulong)random.NextInt64(1, (long)(total - before) + 1), total);
    }
}
