using System.Buffers.Binary;
using System.Reflection;

namespace SpanAttention.WeightFiles;

/// <summary>
/// A file in the safetensors format: 8 bytes that say how long the header is, a header in JSON with type, shape and place of every tensor, then the tensors without a gap between them.
/// All of that is checked before anything else is read; see https://github.com/huggingface/safetensors.
/// </summary>
public sealed class SafeTensorsFile : WeightFile
{
    /// <summary>The longest header that is read or written, as it is elsewhere.</summary>
    internal const int LongestHeader = 100_000_000;

    private SafeTensorsFile(FileBytes bytes, SafeTensorsHeader header)
        : base(bytes, header.Tensors) => Metadata = header.Metadata;

    /// <summary>Entries in which the file says something of itself, such as <c>format: pt</c>; empty where it says nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file, mapped into memory: a tensor is read from the disk as it is used.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged, or no such file; the message says where, in words and numbers.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeTensorsFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Open(MappedBytes.OfFile(path));
    }

    /// <summary>Opens a file that is embedded in an assembly, where it lies.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">The resource's name, such as <c>Company.Model.model.safetensors</c>.</param>
    /// <exception cref="FileNotFoundException">The assembly has no resource of that name; the message has those that there are.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no such file; the message says where, in words and numbers.</exception>
    public static SafeTensorsFile OpenResource(Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(resource);
        return Open(MappedBytes.OfResource(assembly, resource));
    }

    /// <summary>Reads a file that is in memory.</summary>
    /// <param name="bytes">All of its bytes; they must not change while it is used.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">It is damaged, or no such file; the message says where, in words and numbers.</exception>
    public static SafeTensorsFile Read(ReadOnlyMemory<byte> bytes, string name = "safetensors")
    {
        ArgumentNullException.ThrowIfNull(name);
        return Open(new MemoryBytes(name, bytes));
    }

    private static SafeTensorsFile Open(FileBytes bytes)
    {
        try
        {
            return new(bytes, new SafeTensorsHeader(bytes, HeaderLength(bytes)));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static int HeaderLength(FileBytes bytes)
    {
        if (bytes.Length < sizeof(ulong))
        {
            throw bytes.Damaged($"the file holds {bytes.Length} bytes; the length of its header takes {sizeof(ulong)}.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span<byte>(0, sizeof(ulong)));
        if (length > LongestHeader)
        {
            throw bytes.Damaged($"the header would take {length} bytes; {LongestHeader} is the most.");
        }

        if ((long)length > bytes.Length - sizeof(ulong))
        {
            throw bytes.Damaged($"the header would take {length} bytes; the file holds {bytes.Length - sizeof(ulong)} behind its length.");
        }

        return (int)length;
    }
}
