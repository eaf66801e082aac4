using System.Runtime.CompilerServices;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>The workspace of layers: one buffer a thread, which grows to the largest request and is then reused.</summary>
/// <remarks>
/// Routines of <see cref="AttentionAttribute"/> and <see cref="SelfAttentionAttribute"/> never touch it. A layer's first call on a thread may allocate;
/// <see cref="Reserve"/> moves that to load time.
/// </remarks>
public static class AttentionScratch
{
    [ThreadStatic]
    private static float[]? buffer;

    // Floats at the buffer's start that a routine keeps while it calls another.
    [ThreadStatic]
    private static long kept;

    private static int Longest => Array.MaxLength - AlignedFloats.Slack;

    /// <summary>Makes this thread's workspace at least <paramref name="bytes"/> long, so that later calls up to that size allocate nothing.</summary>
    /// <param name="bytes">A layer's <c>WorkspaceBytes(tokens)</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative or beyond what one array can hold.</exception>
    public static void Reserve(long bytes)
    {
        if (bytes < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"bytes is {bytes}; it counts bytes of workspace and must be at least 0.");
        }

        long elements = (bytes / sizeof(float)) + (bytes % sizeof(float) == 0 ? 0 : 1);
        if (elements > Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"bytes is {bytes}; one workspace holds at most {(long)Longest * sizeof(float)}.");
        }

        Rent(elements);
    }

    /// <summary>This thread's workspace, aligned to 64 bytes; its content is whatever was left there.</summary>
    internal static Span<float> Rent(long elements)
    {
        float[] current = Room(elements);
        return current.AsSpan(AlignedFloats.AlignedStart(current) + (int)kept, (int)elements);
    }

    /// <summary>The same for other threads, too.</summary>
    internal static Memory<float> RentMemory(long elements)
    {
        float[] current = Room(elements);
        return current.AsMemory(AlignedFloats.AlignedStart(current) + (int)kept, (int)elements);
    }

    /// <summary>Keeps floats, whole lines of cache, out of what is rented from now on; how many were kept before.</summary>
    internal static long Keep(long elements)
    {
        long before = kept;
        kept += (elements + AlignedFloats.Slack - 1) / AlignedFloats.Slack * AlignedFloats.Slack;
        return before;
    }

    /// <summary>Gives back what was kept since.</summary>
    internal static void Release(long before) => kept = before;

    private static float[] Room(long elements)
    {
        float[]? current = buffer;
        return current is null || current.Length < kept + elements + AlignedFloats.Slack ? Grow(kept + elements) : current;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float[] Grow(long elements)
    {
        if (elements > Longest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(elements), elements, $"The workspace would need {elements} floats; one array holds {Longest}. Use fewer tokens a call.");
        }

        return buffer = GC.AllocateUninitializedArray<float>((int)elements + AlignedFloats.Slack, pinned: true);
    }
}
