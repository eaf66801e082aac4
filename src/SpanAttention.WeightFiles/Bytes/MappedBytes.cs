using System.IO.MemoryMappedFiles;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SpanAttention.WeightFiles;

/// <summary>A file that the operating system maps, read as its pages are touched, or a resource, which lies in the mapped assembly.</summary>
internal sealed unsafe class MappedBytes : FileBytes
{
    private readonly byte* start;
    private readonly IDisposable[] owners;
    private bool disposed;

    private MappedBytes(string name, byte* start, long length, params IDisposable[] owners)
        : base(name, length)
    {
        this.start = start;
        this.owners = owners;
    }

    /// <summary>Maps a file. Until it is disposed of the mapping stays, even where nothing refers to it any longer, as spans do not count as references.</summary>
    /// <param name="path">The file.</param>
    public static FileBytes OfFile(string path)
    {
        string name = Path.GetFileName(path);
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        long length = stream.Length;
        if (length == 0)
        {
            // Nothing can be mapped.
            stream.Dispose();
            return new MemoryBytes(name, ReadOnlyMemory<byte>.Empty);
        }

        MemoryMappedFile file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        return new MappedBytes(name, start + view.PointerOffset, length, new Pin(view), view, file);
    }

    /// <summary>An embedded resource, in place where the runtime gives its memory.</summary>
    /// <param name="assembly">The assembly that carries it.</param>
    /// <param name="resource">Its name, such as <c>Company.Model.model.onnx</c>.</param>
    public static FileBytes OfResource(Assembly assembly, string resource)
    {
        Stream stream = assembly.GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException($"{assembly.GetName().Name} has no resource {resource}; it has {string.Join(", ", assembly.GetManifestResourceNames())}.");
        if (stream is UnmanagedMemoryStream memory)
        {
            return new MappedBytes(resource, memory.PositionPointer, memory.Length, memory);
        }

        using (stream)
        {
            byte[] copy = new byte[stream.Length];
            stream.ReadExactly(copy);
            return new MemoryBytes(resource, copy);
        }
    }

    protected override ref readonly byte At(long offset)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return ref Unsafe.AsRef<byte>(start + offset);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            foreach (IDisposable owner in owners)
            {
                owner.Dispose();
            }
        }
    }

    /// <summary>A hold on a view, which stays where it is meanwhile.</summary>
    private sealed class Pin(MemoryMappedViewAccessor view) : IDisposable
    {
        public void Dispose() => view.SafeMemoryMappedViewHandle.ReleasePointer();
    }
}
