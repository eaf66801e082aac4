using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace SpanAttention.Primitives;

/// <summary>Places in runs of floats, as emitted code asks for them: not generic, so that a compiler has nothing to infer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Floats
{
    /// <summary>The float at first[offset].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float At(ref float first, nint offset) => ref Unsafe.Add(ref first, offset);
}
