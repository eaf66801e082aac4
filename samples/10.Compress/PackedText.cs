using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using SpanAttention;

namespace Compress;

/// <summary>A packed text as it lies in a file. All numbers are little-endian.</summary>
/// <remarks>
/// <code>
/// bytes
///     8   "SpanTx" and a line end of two characters
///     1   version, 1
///     1   canon of arithmetic: 0 Fused, 1 Separate
///     8   XXH3 of the model's weights
///     8   XXH3 of the text
///     4   bytes of the text
///     4   tokens of the text
///     4   bytes of a segment, for every 4096 tokens
///   …     segments
///     8   XXH3 of all before
/// </code>
/// The hashes tell mistakes and damage, not forgery.
/// </remarks>
/// <param name="Canon">Canon whose probabilities the text was packed by.</param>
/// <param name="Model">Hash of the weights of the model that gave them.</param>
/// <param name="Text">Hash of the text.</param>
/// <param name="TextLength">Bytes of the text.</param>
/// <param name="TokenCount">Tokens of the text.</param>
/// <param name="Segments">The packed segments.</param>
internal sealed record PackedText(ArithmeticCanon Canon, ulong Model, ulong Text, int TextLength, int TokenCount, IReadOnlyList<ReadOnlyMemory<byte>> Segments)
{
    /// <summary>The most tokens that a text may have, so that no file makes its reader take more than 256 MB for them.</summary>
    public const int MostTokens = 1 << 26;

    private const ulong Mark = 0x0A0D_7854_6E61_7053;
    private const byte Version = 1;
    private const int HeaderLength = 34;
    private const int CheckLength = sizeof(ulong);

    /// <summary>XXH3 of bytes, 64 bits.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> bytes) => XxHash3.HashToUInt64(bytes);

    /// <summary>The bytes of the file.</summary>
    public byte[] Write()
    {
        byte[] file = new byte[HeaderLength + (Segments.Count * sizeof(int)) + Segments.Sum(static segment => segment.Length) + CheckLength];
        BinaryPrimitives.WriteUInt64LittleEndian(file, Mark);
        file[8] = Version;
        file[9] = (byte)Canon;
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(10), Model);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(18), Text);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(26), TextLength);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), TokenCount);
        int place = HeaderLength;
        foreach (ReadOnlyMemory<byte> segment in Segments)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(place), segment.Length);
            place += sizeof(int);
        }

        foreach (ReadOnlyMemory<byte> segment in Segments)
        {
            segment.CopyTo(file.AsMemory(place));
            place += segment.Length;
        }

        Seal(file);
        return file;
    }

    /// <summary>Writes the last 8 bytes of a file, which are the hash of those before.</summary>
    public static void Seal(Span<byte> file) => BinaryPrimitives.WriteUInt64LittleEndian(file[^CheckLength..], HashOf(file[..^CheckLength]));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no packed text, or one of a version that is not known here.</exception>
    public static PackedText Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Mark)
        {
            throw new InvalidDataException("The file is no packed text: it does not begin like one.");
        }

        if (bytes.Length < HeaderLength + CheckLength)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"it holds {bytes.Length} bytes, and the least packed text takes {HeaderLength + CheckLength}"));
        }

        if (bytes[8] != Version)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The file is a packed text of version {bytes[8]}; version {Version} is needed."));
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[^CheckLength..]) != HashOf(bytes[..^CheckLength]))
        {
            throw Damaged("its bytes are not those that were written");
        }

        if (bytes[9] > (byte)ArithmeticCanon.Separate)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"its canon is {bytes[9]}, and there are 0 and 1"));
        }

        int textLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[26..]);
        int tokenCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[30..]);
        if (textLength < 0 || tokenCount is < 0 or > MostTokens)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"it says that it has {tokenCount} tokens, 0 to {MostTokens}, and {textLength} bytes"));
        }

        return new(
            (ArithmeticCanon)bytes[9],
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[10..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[18..]),
            textLength,
            tokenCount,
            ReadSegments(file[HeaderLength..^CheckLength], Compress.Segments.CountOf(tokenCount)));
    }

    private static ReadOnlyMemory<byte>[] ReadSegments(ReadOnlyMemory<byte> rest, int count)
    {
        long lengths = (long)count * sizeof(int);
        if (lengths > rest.Length)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"the lengths of {count} segments take {lengths} bytes, and {rest.Length} are left"));
        }

        ReadOnlyMemory<byte> packed = rest[(int)lengths..];
        ReadOnlyMemory<byte>[] segments = new ReadOnlyMemory<byte>[count];
        for (int index = 0; index < count; index++)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[(index * sizeof(int))..]);
            if (length < 0 || length > packed.Length)
            {
                throw Damaged(string.Create(CultureInfo.InvariantCulture, $"segment {index} takes {length} bytes, and {packed.Length} are left"));
            }

            segments[index] = packed[..length];
            packed = packed[length..];
        }

        return packed.IsEmpty ? segments : throw Damaged(string.Create(CultureInfo.InvariantCulture, $"{packed.Length} bytes follow its last segment"));
    }

    private static InvalidDataException Damaged(string how) => new($"The packed text is damaged: {how}.");
}
