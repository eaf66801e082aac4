using System.Buffers.Binary;
using System.Globalization;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>The first 48 bytes of a saved cache: whose it is, and how many tokens it holds. All numbers are little-endian.</summary>
/// <param name="Shape">What is kept of each token.</param>
/// <param name="Count">Tokens added so far; the position of the next one.</param>
/// <param name="Oldest">The position of the oldest token that is held.</param>
internal readonly record struct SavedCacheHeader(KeyValueShape Shape, int Count, int Oldest)
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 48;

    // "SpanKV" and a line end of two characters, which tells where a transfer has changed line ends.
    private const ulong Mark = 0x0A0D_564B_6E61_7053;
    private const int Version = 1;

    /// <summary>Tokens that are held.</summary>
    public int Tokens => Count - Oldest;

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, Mark);
        int[] numbers = [Version, (int)Shape.Element, Shape.KeyValueHeads, Shape.HeadDim, Shape.ValueDim, Shape.ContextLength, Shape.LeftWindow, Count, Oldest, 0];
        for (int index = 0; index < numbers.Length; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination[(sizeof(ulong) + (index * sizeof(int)))..], numbers[index]);
        }
    }

    /// <summary>Reads a header.</summary>
    /// <param name="source">A saved cache, at least as long as a header.</param>
    /// <param name="parameter">What the caller names it.</param>
    /// <exception cref="ArgumentException">It is no saved cache, or one of a version that is not known here.</exception>
    public static SavedCacheHeader Read(ReadOnlySpan<byte> source, string parameter)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(source) != Mark)
        {
            throw new ArgumentException($"{parameter} is no saved cache: it does not begin like one.", parameter);
        }

        int version = Number(source, 0);
        if (version != Version)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{parameter} is a saved cache of version {version}; version {Version} is needed."), parameter);
        }

        return new(
            new(Number(source, 2), Number(source, 3), Number(source, 4), Number(source, 5), Number(source, 6), (CacheElement)Number(source, 1)),
            Number(source, 7),
            Number(source, 8));
    }

    private static int Number(ReadOnlySpan<byte> source, int index) => BinaryPrimitives.ReadInt32LittleEndian(source[(sizeof(ulong) + (index * sizeof(int)))..]);
}
