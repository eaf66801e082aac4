using System.Runtime.InteropServices;

namespace SpanAttention.Verification;

/// <summary>A tensor in memory between numbers that are not its own.</summary>
internal abstract class Guarded
{
    /// <summary>Elements by which the span is longer than the tensor: −1 leaves the last one out.</summary>
    public int Extra { get; set; }

    /// <summary>Elements of the tensor.</summary>
    public abstract int Length { get; }

    /// <summary>Tells whether the tensor has other bits than were put there.</summary>
    public abstract bool TensorChanged { get; }

    /// <summary>Tells whether a number beside it is another than was put there.</summary>
    public abstract bool GuardsChanged { get; }
}

/// <summary>A tensor in memory between numbers that are not its own.</summary>
/// <typeparam name="T">Its elements, such as float.</typeparam>
internal sealed class Guarded<T> : Guarded
    where T : unmanaged, IEquatable<T>
{
    // More than a token of most models, and no multiple of a vector.
    private const int After = 1061;

    private readonly T[] memory;
    private readonly T guard;
    private readonly int start;
    private T[] tensor;

    /// <param name="tensor">The tensor.</param>
    /// <param name="before">Numbers before it.</param>
    /// <param name="guard">What they are, and those after it.</param>
    public Guarded(T[] tensor, int before, T guard)
    {
        this.tensor = tensor;
        this.guard = guard;
        start = before;
        memory = new T[before + tensor.Length + After];
        memory.AsSpan().Fill(guard);
        tensor.CopyTo(memory, before);
    }

    /// <summary>The tensor.</summary>
    public Span<T> Span => memory.AsSpan(start, tensor.Length + Extra);

    public override int Length => tensor.Length;

    // Bits and not values: NaN may be among them.
    public override bool TensorChanged => !MemoryMarshal.AsBytes(memory.AsSpan(start, tensor.Length)).SequenceEqual(MemoryMarshal.AsBytes<T>(tensor));

    public override bool GuardsChanged => memory.AsSpan(0, start).ContainsAnyExcept(guard) || memory.AsSpan(start + tensor.Length).ContainsAnyExcept(guard);

    /// <summary>Puts another tensor of that length where this one is.</summary>
    public void Replace(T[] other)
    {
        tensor = other;
        other.CopyTo(memory, start);
    }
}
