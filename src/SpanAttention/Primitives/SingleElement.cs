using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(ref SingleElement source) => Vector128.LoadUnsafe(ref Unsafe.As<SingleElement, float>(ref source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref SingleElement source) => Vector256.LoadUnsafe(ref Unsafe.As<SingleElement, float>(ref source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref SingleElement source) => Vector512.LoadUnsafe(ref Unsafe.As<SingleElement, float>(ref source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ToSingle() => value;
}
