using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>A float. Groups lie in order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SingleElement : IKeyValueElement<SingleElement>
{
    private readonly float value;

    private SingleElement(float value) => this.value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleElement Of(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(int lane) => lane;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref SingleElement group, int lane) => Vector256.LoadUnsafe(ref Unsafe.As<SingleElement, float>(ref group), (nuint)lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ToSingle() => value;
}
