using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <content>Squares that are transposed in registers.</content>
public static partial class Transpose
{
    /// <summary>A square of one size, and what is done with what does not fill one.</summary>
    private interface ISquare
    {
        static abstract int Size { get; }

        static abstract void Copy<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
            where TScaling : IScaling;

        static abstract void CopyRest<TScaling>(ref float source, nint sourceStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
            where TScaling : IScaling;
    }

    private readonly struct Square16 : ISquare
    {
        public static int Size => 16;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Copy<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
            where TScaling : IScaling =>
            CopySquare16<TScaling>(ref source, sourceStride, ref factor, ref destination, destinationStride);

        public static void CopyRest<TScaling>(ref float source, nint sourceStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
            where TScaling : IScaling =>
            CopySquares<TScaling, Square8>(ref source, sourceStride, rows, columns, ref factor, ref destination, destinationStride);
    }

    private readonly struct Square8 : ISquare
    {
        public static int Size => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Copy<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
            where TScaling : IScaling =>
            CopySquare8<TScaling>(ref source, sourceStride, ref factor, ref destination, destinationStride);

        public static void CopyRest<TScaling>(ref float source, nint sourceStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
            where TScaling : IScaling =>
            CopySquares<TScaling, Square4>(ref source, sourceStride, rows, columns, ref factor, ref destination, destinationStride);
    }

    private readonly struct Square4 : ISquare
    {
        public static int Size => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Copy<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
            where TScaling : IScaling =>
            CopySquare4<TScaling>(ref source, sourceStride, ref factor, ref destination, destinationStride);

        public static void CopyRest<TScaling>(ref float source, nint sourceStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
            where TScaling : IScaling =>
            CopyElements<TScaling>(ref source, sourceStride, rows, columns, ref factor, ref destination, destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare8<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
        CopyHalf8<TScaling>(ref source, sourceStride, ref factor, ref destination, destinationStride);
        CopyHalf8<TScaling>(ref Unsafe.Add(ref source, 4), sourceStride, ref Unsafe.Add(ref factor, 4), ref Unsafe.Add(ref destination, 4 * destinationStride), destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyHalf8<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
        // Rows i and i + 4 share a register, so that only shuffles within 128 bits remain.
        Vector256<float> row0 = TScaling.Scale(LoadPair(ref source, 4 * sourceStride), ref factor);
        Vector256<float> row1 = TScaling.Scale(LoadPair(ref Unsafe.Add(ref source, sourceStride), 4 * sourceStride), ref factor);
        Vector256<float> row2 = TScaling.Scale(LoadPair(ref Unsafe.Add(ref source, 2 * sourceStride), 4 * sourceStride), ref factor);
        Vector256<float> row3 = TScaling.Scale(LoadPair(ref Unsafe.Add(ref source, 3 * sourceStride), 4 * sourceStride), ref factor);
        StoreColumns(row0, row1, row2, row3, ref destination, destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadPair(ref float source, nint distance) =>
        Vector256.Create(Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref Unsafe.Add(ref source, distance)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumns(Vector256<float> row0, Vector256<float> row1, Vector256<float> row2, Vector256<float> row3, ref float destination, nint stride)
    {
        Vector256<float> low01 = InterleaveLow(row0, row1);
        Vector256<float> high01 = InterleaveHigh(row0, row1);
        Vector256<float> low23 = InterleaveLow(row2, row3);
        Vector256<float> high23 = InterleaveHigh(row2, row3);
        Shuffle(low01, low23, EvenColumns).StoreUnsafe(ref destination);
        Shuffle(low01, low23, OddColumns).StoreUnsafe(ref Unsafe.Add(ref destination, stride));
        Shuffle(high01, high23, EvenColumns).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * stride));
        Shuffle(high01, high23, OddColumns).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare4<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
        if (!Sse.IsSupported && !AdvSimd.Arm64.IsSupported)
        {
            GatherSquare4<TScaling>(ref source, sourceStride, ref factor, ref destination, destinationStride);
            return;
        }

        Vector128<float> row0 = TScaling.Scale(Vector128.LoadUnsafe(ref source), ref factor);
        Vector128<float> row1 = TScaling.Scale(Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceStride)), ref factor);
        Vector128<float> row2 = TScaling.Scale(Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceStride)), ref factor);
        Vector128<float> row3 = TScaling.Scale(Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceStride)), ref factor);
        Vector128<float> even0 = InterleaveLow(row0, row2);
        Vector128<float> even1 = InterleaveHigh(row0, row2);
        Vector128<float> odd0 = InterleaveLow(row1, row3);
        Vector128<float> odd1 = InterleaveHigh(row1, row3);
        InterleaveLow(even0, odd0).StoreUnsafe(ref destination);
        InterleaveHigh(even0, odd0).StoreUnsafe(ref Unsafe.Add(ref destination, destinationStride));
        InterleaveLow(even1, odd1).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * destinationStride));
        InterleaveHigh(even1, odd1).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * destinationStride));
    }

    // Where there are no instructions that interleave, as in WebAssembly, a column is read from memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherSquare4<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
        for (int column = 0; column < Square4.Size; column++)
        {
            ref float first = ref Unsafe.Add(ref source, column);
            Vector128<float> elements = Vector128.Create(first, Unsafe.Add(ref first, sourceStride), Unsafe.Add(ref first, 2 * sourceStride), Unsafe.Add(ref first, 3 * sourceStride));
            TScaling.ScaleColumn(elements, ref Unsafe.Add(ref factor, column)).StoreUnsafe(ref Unsafe.Add(ref destination, column * destinationStride));
        }
    }

    /// <summary>In every 128 bits, two elements of a and two of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Shuffle(Vector256<float> a, Vector256<float> b, [ConstantExpected] byte control) =>
        Avx.IsSupported ? Avx.Shuffle(a, b, control) : Vector256.Create(Shuffle(a.GetLower(), b.GetLower(), control), Shuffle(a.GetUpper(), b.GetUpper(), control));

    private static Vector128<float> Shuffle(Vector128<float> a, Vector128<float> b, int control) =>
        Vector128.Create(a[control & 3], a[(control >> 2) & 3], b[(control >> 4) & 3], b[(control >> 6) & 3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> InterleaveLow(Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported ? Avx.UnpackLow(a, b) : Vector256.Create(InterleaveLow(a.GetLower(), b.GetLower()), InterleaveLow(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> InterleaveHigh(Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported ? Avx.UnpackHigh(a, b) : Vector256.Create(InterleaveHigh(a.GetLower(), b.GetLower()), InterleaveHigh(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackLow(a, b);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackHigh(a, b);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
