using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Primitives;

/// <summary>An array of floats whose first one lies at a multiple of 64 bytes and stays there: loads that straddle two cache lines cost up to 2.5 %.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignedFloats
{
    internal const int Slack = Alignment / sizeof(float);
    private const int Alignment = 64;

    private readonly float[] array;
    private readonly int start;

    /// <summary>An array of so many floats, all 0.</summary>
    /// <param name="length">Floats.</param>
    public AlignedFloats(int length)
    {
        array = GC.AllocateArray<float>(length + Slack, pinned: true);
        start = AlignedStart(array);
        Length = length;
    }

    /// <summary>Floats.</summary>
    public int Length { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => array.AsSpan(start, Length);

    /// <summary>The first float.</summary>
    public ref float First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), start);
    }

    /// <summary>The first element of a pinned array whose address is a multiple of 64 bytes.</summary>
    internal static unsafe int AlignedStart(float[] array)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        return (int)((Alignment - (address % Alignment)) % Alignment) / sizeof(float);
    }
}
