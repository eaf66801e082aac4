using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <summary>Turns rows into vector lanes and back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Transpose
{
    /// <summary>destination[column, row] = source[row, column]: <c>[rows, columns]</c> to <c>[columns, rows]</c>.</summary>
    /// <param name="source">Element [0, 0].</param>
    /// <param name="sourceStride">Floats from one source row to the next.</param>
    /// <param name="rows">Source rows.</param>
    /// <param name="columns">Source columns.</param>
    /// <param name="destination">Element [0, 0]; must not overlap the source.</param>
    /// <param name="destinationStride">Floats from one destination row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(ref float source, nint sourceStride, int rows, int columns, ref float destination, nint destinationStride)
    {
        int step = Avx.IsSupported ? 8 : 4;
        int row = 0;
        for (; row <= rows - step; row += step)
        {
            ref float sourceRow = ref Unsafe.Add(ref source, row * sourceStride);
            int column = 0;
            for (; column <= columns - step; column += step)
            {
                CopySquare(ref Unsafe.Add(ref sourceRow, column), sourceStride, ref Unsafe.Add(ref destination, (column * destinationStride) + row), destinationStride);
            }

            CopyElements(ref Unsafe.Add(ref sourceRow, column), sourceStride, step, columns - column, ref Unsafe.Add(ref destination, (column * destinationStride) + row), destinationStride);
        }

        CopyElements(ref Unsafe.Add(ref source, row * sourceStride), sourceStride, rows - row, columns, ref Unsafe.Add(ref destination, row), destinationStride);
    }

    /// <summary>As <see cref="Copy"/>, with zeros in the lanes from <paramref name="rows"/> to <paramref name="lanes"/>, so that idle lanes compute on finite numbers.</summary>
    public static void CopyToLanes(ref float source, nint sourceStride, int rows, int columns, ref float destination, nint destinationStride, int lanes)
    {
        Copy(ref source, sourceStride, rows, columns, ref destination, destinationStride);
        for (int column = 0; rows < lanes && column < columns; column++)
        {
            for (int row = rows; row < lanes; row++)
            {
                Unsafe.Add(ref destination, (column * destinationStride) + row) = 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        if (Avx.IsSupported)
        {
            CopySquare8(ref source, sourceStride, ref destination, destinationStride);
        }
        else
        {
            CopySquare4(ref source, sourceStride, ref destination, destinationStride);
        }
    }

    private static void CopyElements(ref float source, nint sourceStride, int rows, int columns, ref float destination, nint destinationStride)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Unsafe.Add(ref destination, (column * destinationStride) + row) = Unsafe.Add(ref source, (row * sourceStride) + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare8(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        // Rows i and i + 4 share a register, so that only shuffles within 128 bits remain.
        Vector256<float> row0 = LoadPair(ref source, 4 * sourceStride);
        Vector256<float> row1 = LoadPair(ref Unsafe.Add(ref source, sourceStride), 4 * sourceStride);
        Vector256<float> row2 = LoadPair(ref Unsafe.Add(ref source, 2 * sourceStride), 4 * sourceStride);
        Vector256<float> row3 = LoadPair(ref Unsafe.Add(ref source, 3 * sourceStride), 4 * sourceStride);
        StoreColumns(row0, row1, row2, row3, ref destination, destinationStride);

        ref float right = ref Unsafe.Add(ref source, 4);
        row0 = LoadPair(ref right, 4 * sourceStride);
        row1 = LoadPair(ref Unsafe.Add(ref right, sourceStride), 4 * sourceStride);
        row2 = LoadPair(ref Unsafe.Add(ref right, 2 * sourceStride), 4 * sourceStride);
        row3 = LoadPair(ref Unsafe.Add(ref right, 3 * sourceStride), 4 * sourceStride);
        StoreColumns(row0, row1, row2, row3, ref Unsafe.Add(ref destination, 4 * destinationStride), destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadPair(ref float source, nint distance) =>
        Vector256.Create(Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref Unsafe.Add(ref source, distance)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumns(Vector256<float> row0, Vector256<float> row1, Vector256<float> row2, Vector256<float> row3, ref float destination, nint stride)
    {
        Vector256<float> low01 = Avx.UnpackLow(row0, row1);
        Vector256<float> high01 = Avx.UnpackHigh(row0, row1);
        Vector256<float> low23 = Avx.UnpackLow(row2, row3);
        Vector256<float> high23 = Avx.UnpackHigh(row2, row3);
        Avx.Shuffle(low01, low23, 0b01_00_01_00).StoreUnsafe(ref destination);
        Avx.Shuffle(low01, low23, 0b11_10_11_10).StoreUnsafe(ref Unsafe.Add(ref destination, stride));
        Avx.Shuffle(high01, high23, 0b01_00_01_00).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * stride));
        Avx.Shuffle(high01, high23, 0b11_10_11_10).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare4(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        Vector128<float> row0 = Vector128.LoadUnsafe(ref source);
        Vector128<float> row1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceStride));
        Vector128<float> row2 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceStride));
        Vector128<float> row3 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceStride));
        Vector128<float> even0 = InterleaveLow(row0, row2);
        Vector128<float> even1 = InterleaveHigh(row0, row2);
        Vector128<float> odd0 = InterleaveLow(row1, row3);
        Vector128<float> odd1 = InterleaveHigh(row1, row3);
        InterleaveLow(even0, odd0).StoreUnsafe(ref destination);
        InterleaveHigh(even0, odd0).StoreUnsafe(ref Unsafe.Add(ref destination, destinationStride));
        InterleaveLow(even1, odd1).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * destinationStride));
        InterleaveHigh(even1, odd1).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * destinationStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackLow(a, b);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackHigh(a, b);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
