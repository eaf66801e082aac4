using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.WeightFiles;

/// <summary>The bytes of a file, mapped, in memory or a resource. What is read of them is read through <see cref="Span"/>, which refuses what lies outside.</summary>
/// <param name="name">What errors call the file.</param>
/// <param name="length">Bytes of it.</param>
internal abstract class FileBytes(string name, long length) : IDisposable
{
    // Spans show numbers as they lie, and files are little-endian.
    public string Name { get; } = BitConverter.IsLittleEndian ? name : throw new PlatformNotSupportedException("Weight files are little-endian, and this machine is not.");

    public long Length => length;

    /// <summary>Elements in place. Where the file does not align them, neither is the span.</summary>
    /// <param name="offset">The first element's first byte.</param>
    /// <param name="count">Elements.</param>
    public ReadOnlySpan<T> Span<T>(long offset, int count)
        where T : unmanaged
    {
        if (offset < 0 || count < 0 || offset > length - ((long)count * Unsafe.SizeOf<T>()))
        {
            throw new ArgumentOutOfRangeException(nameof(offset), string.Create(CultureInfo.InvariantCulture, $"{count} elements at byte {offset} are not within the {length} bytes of {Name}."));
        }

        // An empty file has no first byte.
        return count == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref Unsafe.AsRef(in At(offset))), count);
    }

    /// <summary>An error that names the file.</summary>
    public InvalidDataException Damaged(FormattableString message) => new($"{Name}: {message.ToString(CultureInfo.InvariantCulture)}");

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>A byte of the file, within its length.</summary>
    protected abstract ref readonly byte At(long offset);
}
