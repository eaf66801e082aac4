using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>
/// Memory for the operands of one call, each between two pages that may not be touched, at the very end of what lies between them or at its very start.
/// What is not written cannot be: its pages may only be read. Touching what may not be touched ends the process.
/// </summary>
/// <param name="end">Where operands lie.</param>
internal sealed unsafe partial class GuardedPages(PageEnd end) : IDisposable
{
    private const int None = 0;
    private const int Read = 1;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const nint Failed = -1;

    private static readonly nint Page = Environment.SystemPageSize;

    private readonly List<(nint Address, nint Length)> mapped = [];

    /// <summary>A copy of an operand. One of no elements lies on the border of a page that may not be touched.</summary>
    public Memory<T> Place<T>(ReadOnlyMemory<T> content, bool isWritten)
        where T : unmanaged
    {
        nint bytes = (nint)content.Length * sizeof(T);
        nint accessible = (bytes + Page - 1) / Page * Page;
        nint first = Map(accessible + (2 * Page)) + Page;
        Allow(first, accessible, ReadWrite);
        Memory<T> memory = new NativeMemory<T>(end == PageEnd.Last ? first + accessible - bytes : first, content.Length).Memory;
        content.CopyTo(memory);
        Allow(first, accessible, isWritten ? ReadWrite : Read);
        return memory;
    }

    public void Dispose()
    {
        foreach ((nint address, nint length) in mapped)
        {
            Check(UnmapMemory(address, length));
        }
    }

    private nint Map(nint length)
    {
        nint address = MapMemory(0, length, None, PrivateAnonymous, -1, 0);
        Check(address == Failed ? (int)Failed : 0);
        mapped.Add((address, length));
        return address;
    }

    private static void Allow(nint address, nint length, int access) => Check(ProtectMemory(address, length, access));

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nint length, int access, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ProtectMemory(nint address, nint length, int access);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapMemory(nint address, nint length);
}
