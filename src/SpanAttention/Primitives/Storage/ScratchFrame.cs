using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>Floats of this thread's workspace that a routine keeps while it calls others, which take what comes after them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct ScratchFrame
{
    private readonly long before;

    /// <summary>Takes floats.</summary>
    /// <param name="elements">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than one array can hold.</exception>
    public ScratchFrame(long elements)
    {
        Memory = AttentionScratch.RentMemory(elements);
        before = AttentionScratch.Keep(elements);
    }

    /// <summary>The floats, whatever was left there.</summary>
    public Span<float> Floats => Memory.Span;

    /// <summary>The same for other threads, too.</summary>
    public Memory<float> Memory { get; }

    /// <summary>Gives them back.</summary>
    public void Dispose() => AttentionScratch.Release(before);
}
