using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>A float.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SingleElement : IKeyValueElement<SingleElement>
{
    private readonly float value;

    private SingleElement(float value) => this.value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleElement Of(float value) => new(value);

    /// <inheritdoc/>
    public static void Widen(ref SingleElement source, int count, ref float destination) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<SingleElement, float>(ref source), count).CopyTo(MemoryMarshal.CreateSpan(ref destination, count));
}
