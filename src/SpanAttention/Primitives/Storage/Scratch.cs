using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>Working memory of emitted routines.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Scratch
{
    private const int Alignment = 64;

    /// <summary>The first element of a stack buffer at a multiple of 64 bytes, so that no vector load straddles two cache lines.</summary>
    /// <param name="stack">The buffer, 16 floats longer than what is used.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ref float Align(Span<float> stack)
    {
        ref float start = ref MemoryMarshal.GetReference(stack);
        nuint address = (nuint)Unsafe.AsPointer(ref start);
        return ref Unsafe.AddByteOffset(ref start, (nuint)(-(nint)address) % Alignment);
    }

    /// <summary>This thread's workspace for a layer; see <see cref="AttentionScratch"/>.</summary>
    /// <param name="elements">Floats needed.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than one array can hold.</exception>
    public static Span<float> Rent(long elements) => AttentionScratch.Rent(elements);
}
