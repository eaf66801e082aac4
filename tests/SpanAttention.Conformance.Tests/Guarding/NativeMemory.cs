using System.Buffers;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>Memory that is not the garbage collector's. Whoever mapped it must keep it as long as it is used.</summary>
/// <param name="address">Of the first element.</param>
/// <param name="length">Elements.</param>
internal sealed unsafe class NativeMemory<T>(nint address, int length) : MemoryManager<T>
    where T : unmanaged
{
    public override Memory<T> Memory => CreateMemory(length);

    public override Span<T> GetSpan() => new((void*)address, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)address + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
