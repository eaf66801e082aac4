using System.Runtime.InteropServices;

namespace SpanAttention.Verification;

/// <summary>A tensor between numbers that are not its own.</summary>
internal sealed class Guarded<T>
    where T : unmanaged
{
    // More than a vector, and no multiple of one.
    private const int After = 37;

    private readonly T[] memory;
    private readonly T[] original;
    private readonly int start;
    private readonly int length;

    /// <param name="tensor">The tensor.</param>
    /// <param name="before">Numbers before it.</param>
    /// <param name="guard">What they are, and those after it.</param>
    public Guarded(T[] tensor, int before, T guard)
    {
        start = before;
        length = tensor.Length;
        memory = new T[before + length + After];
        memory.AsSpan().Fill(guard);
        tensor.CopyTo(memory, before);
        original = [.. memory];
    }

    /// <summary>The tensor.</summary>
    public Span<T> Span => memory.AsSpan(start, length);

    /// <summary>Tells whether the tensor has other bits than at first.</summary>
    public bool TensorChanged => Changed(start, length);

    /// <summary>Tells whether a number beside it has other bits than at first.</summary>
    public bool GuardsChanged => Changed(0, start) || Changed(start + length, After);

    // Bits and not values: NaN may be among them.
    private bool Changed(int from, int count) =>
        !MemoryMarshal.AsBytes(memory.AsSpan(from, count)).SequenceEqual(MemoryMarshal.AsBytes(original.AsSpan(from, count)));
}
