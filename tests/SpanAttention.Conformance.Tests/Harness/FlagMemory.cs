using System.Buffers;
using System.Runtime.InteropServices;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Flags that lie in memory of floats, <paramref name="start"/> bytes after its beginning, so that they can share some of it.</summary>
public sealed class FlagMemory(Memory<float> floats, int start, int length) : MemoryManager<bool>
{
    public override Span<bool> GetSpan() => MemoryMarshal.Cast<float, bool>(floats.Span).Slice(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("Emitted code pins nothing.");

    public override void Unpin() => throw new NotSupportedException("Emitted code pins nothing.");

    protected override void Dispose(bool disposing)
    {
    }
}
