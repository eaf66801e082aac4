using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <summary>Asks for memory before it is needed: rows far apart are beyond what hardware foresees.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Prefetch
{
    private const int CacheLine = 64; // bytes

    /// <summary>Asks for the cache lines of some rows; a hint, which reads nothing.</summary>
    /// <param name="start">Element [0, 0].</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="width">Elements of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows<T>(ref T start, nint stride, int rows, int width)
        where T : unmanaged
    {
        for (int row = 0; row < rows; row++)
        {
            Line(ref Unsafe.Add(ref start, row * stride), width);
        }
    }

    /// <summary>Asks for the cache lines of one row.</summary>
    /// <param name="start">Element 0; may lie beyond the end of what it belongs to.</param>
    /// <param name="width">Elements of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(ref T start, int width)
        where T : unmanaged
    {
        for (int x = 0; Sse.IsSupported && x < width; x += CacheLine / sizeof(T))
        {
            // The address is a hint only: it need not stay valid when the garbage collector moves the array.
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref start, x)));
        }
    }

    /// <summary>Asks for the cache lines of one row that is needed only after much else: into the second level, as in the first it would displace what is in use.</summary>
    /// <inheritdoc cref="Line{T}(ref T, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void LaterLine<T>(ref T start, int width)
        where T : unmanaged
    {
        for (int x = 0; Sse.IsSupported && x < width; x += CacheLine / sizeof(T))
        {
            Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref start, x)));
        }
    }
}
