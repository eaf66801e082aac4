using System.Globalization;
using System.IO.Compression;

namespace Compress;

/// <summary>What a text takes, beside what it takes elsewhere.</summary>
internal static class Sizes
{
    /// <summary>Shows bits a character.</summary>
    public static void Show(ReadOnlySpan<byte> text, int packedLength)
    {
        int characters = Characters(text);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"text     {text.Length:#,0} bytes, {characters:#,0} characters"));
        Show("gzip", Compressed(text, static stream => new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)), characters);
        Show("Brotli", Compressed(text, static stream => new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)), characters);
        Show("packed", packedLength, characters);
    }

    /// <summary>Characters of UTF-8: bytes that begin one. Elsewhere, bytes that are no continuation.</summary>
    private static int Characters(ReadOnlySpan<byte> text)
    {
        int characters = 0;
        foreach (byte value in text)
        {
            characters += (value & 0xC0) == 0x80 ? 0 : 1;
        }

        return characters;
    }

    private static long Compressed(ReadOnlySpan<byte> text, Func<Stream, Stream> compressor)
    {
        using MemoryStream compressed = new();
        using (Stream stream = compressor(compressed))
        {
            stream.Write(text);
        }

        return compressed.Length;
    }

    private static void Show(string name, long bytes, int characters) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-8} {bytes:#,0} bytes, {8.0 * bytes / Math.Max(1, characters):F3} bits a character"));
}
