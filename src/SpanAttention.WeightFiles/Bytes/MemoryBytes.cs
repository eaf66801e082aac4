using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.WeightFiles;

/// <summary>A file that is in managed memory.</summary>
internal sealed class MemoryBytes(string name, ReadOnlyMemory<byte> memory) : FileBytes(name, memory.Length)
{
    protected override ref readonly byte At(long offset) => ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Span), (nint)offset);
}
