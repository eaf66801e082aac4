using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>
/// Saved caches: a header of 48 bytes, keys <c>[heads, tokens, head dim]</c>, values <c>[heads, tokens, value dim]</c>, and the SHA-256 of all that. Tokens are those that are held, from the oldest
/// on; numbers are little-endian, as they are stored: floats, or two bytes each. The same tokens give the same bytes on every machine, whatever was done before to the cache that holds them.
/// </summary>
internal static class SavedCache
{
    private const int CheckLength = SHA256.HashSizeInBytes;

    /// <summary>Saves the tokens that a store holds.</summary>
    public static void Write(KeyValueStore store, SavedCacheHeader header, IBufferWriter<byte> destination)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> start = destination.GetSpan(SavedCacheHeader.Length)[..SavedCacheHeader.Length];
        header.Write(start);
        hash.AppendData(start);
        destination.Advance(start.Length);
        switch (header.Shape.Element)
        {
            case CacheElement.Half:
                WriteTokens<HalfElement>(store, header, destination, hash);
                break;
            case CacheElement.BFloat16:
                WriteTokens<BFloat16Element>(store, header, destination, hash);
                break;
            default:
                WriteTokens<SingleElement>(store, header, destination, hash);
                break;
        }

        hash.GetHashAndReset(destination.GetSpan(CheckLength));
        destination.Advance(CheckLength);
    }

    /// <summary>Checks that bytes are a whole saved cache of a shape.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="expected">The shape.</param>
    /// <param name="parameter">What the caller names the bytes.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static SavedCacheHeader Check(ReadOnlySpan<byte> source, KeyValueShape expected, string parameter)
    {
        if (source.Length < SavedCacheHeader.Length)
        {
            throw Refused(parameter, $"has {source.Length} bytes; the header of a saved cache has {SavedCacheHeader.Length}.");
        }

        SavedCacheHeader header = SavedCacheHeader.Read(source, parameter);
        if (!header.Shape.Equals(expected))
        {
            throw Refused(parameter, $"is a saved cache of {header.Shape}; a saved cache of {expected} is needed.");
        }

        if (!expected.CanHold(header.Count, header.Oldest))
        {
            throw Refused(parameter, $"says that it holds tokens {header.Oldest} to {header.Count}, which no cache of {expected} does.");
        }

        long length = SavedCacheHeader.Length + (expected.TokenBytes * header.Tokens) + CheckLength;
        if (source.Length != length)
        {
            throw Refused(parameter, $"has {source.Length} bytes; a saved cache of {expected} with {header.Tokens} tokens has {length}.");
        }

        Span<byte> hash = stackalloc byte[CheckLength];
        SHA256.HashData(source[..^CheckLength], hash);
        if (!hash.SequenceEqual(source[^CheckLength..]))
        {
            throw Refused(parameter, $"is damaged: its {source.Length} bytes are not those that were saved.");
        }

        return header;
    }

    /// <summary>Stores the tokens of bytes that have been checked.</summary>
    public static void Read(ReadOnlySpan<byte> source, SavedCacheHeader header, KeyValueStore store)
    {
        ReadOnlySpan<byte> tokens = source[SavedCacheHeader.Length..];
        switch (header.Shape.Element)
        {
            case CacheElement.Half:
                ReadTokens<HalfElement>(tokens, header, store);
                break;
            case CacheElement.BFloat16:
                ReadTokens<BFloat16Element>(tokens, header, store);
                break;
            default:
                ReadTokens<SingleElement>(tokens, header, store);
                break;
        }
    }

    private static void WriteTokens<TElement>(KeyValueStore store, SavedCacheHeader header, IBufferWriter<byte> destination, IncrementalHash hash)
        where TElement : unmanaged, IKeyValueElement<TElement>
    {
        foreach (StoredTokens<TElement> tokens in StoredTokens<TElement>.Of(store, header.Shape))
        {
            int length = tokens.Dim * Unsafe.SizeOf<TElement>();
            for (int position = header.Oldest; position < header.Count; position++)
            {
                Span<byte> row = destination.GetSpan(length)[..length];
                for (int x = 0; x < tokens.Dim; x++)
                {
                    Write(tokens[position, x], row[(x * Unsafe.SizeOf<TElement>())..]);
                }

                hash.AppendData(row);
                destination.Advance(length);
            }
        }
    }

    private static void ReadTokens<TElement>(ReadOnlySpan<byte> source, SavedCacheHeader header, KeyValueStore store)
        where TElement : unmanaged, IKeyValueElement<TElement>
    {
        int next = 0;
        foreach (StoredTokens<TElement> tokens in StoredTokens<TElement>.Of(store, header.Shape))
        {
            for (int position = header.Oldest; position < header.Count; position++)
            {
                for (int x = 0; x < tokens.Dim; x++, next += Unsafe.SizeOf<TElement>())
                {
                    tokens[position, x] = Read<TElement>(source[next..]);
                }
            }
        }
    }

    private static void Write<TElement>(TElement number, Span<byte> destination)
        where TElement : unmanaged
    {
        MemoryMarshal.Write(destination, number);
        Order(destination[..Unsafe.SizeOf<TElement>()]);
    }

    private static TElement Read<TElement>(ReadOnlySpan<byte> source)
        where TElement : unmanaged
    {
        Span<byte> number = stackalloc byte[Unsafe.SizeOf<TElement>()];
        source[..number.Length].CopyTo(number);
        Order(number);
        return MemoryMarshal.Read<TElement>(number);
    }

    private static void Order(Span<byte> number)
    {
        if (!BitConverter.IsLittleEndian)
        {
            number.Reverse();
        }
    }

    private static ArgumentException Refused(string parameter, FormattableString words) =>
        new($"{parameter} {words.ToString(CultureInfo.InvariantCulture)}", parameter);
}
