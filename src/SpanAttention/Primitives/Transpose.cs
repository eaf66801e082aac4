using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <summary>Turns rows into vector lanes and back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Transpose
{
    // Emitted code has the same constant: a cache line of rows, one vector of the widest kind.
    internal const int RowGroup = 16;

    /// <summary>destination[column, row] = source[row, column]: <c>[rows, columns]</c> to <c>[columns, rows]</c>.</summary>
    /// <param name="source">Element [0, 0].</param>
    /// <param name="sourceStride">Floats from one source row to the next.</param>
    /// <param name="rows">Source rows.</param>
    /// <param name="columns">Source columns.</param>
    /// <param name="destination">Element [0, 0]; must not overlap the source.</param>
    /// <param name="destinationStride">Floats from one destination row to the next.</param>
    public static void Copy(ref float source, nint sourceStride, int rows, int columns, ref float destination, nint destinationStride) =>
        Copy<AsItIs>(ref source, sourceStride, rows, columns, ref source, ref destination, destinationStride);

    /// <summary>Rows to vector lanes: <c>[rows, columns]</c> to <c>[groups, columns, 16 rows]</c>, idle rows of the last group zero.</summary>
    /// <param name="source">Element [0, 0].</param>
    /// <param name="sourceStride">Floats from one row to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="groups">The first group; must not overlap the source.</param>
    /// <param name="groupStride">Floats from one group to the next.</param>
    public static void ToGroups(ref float source, nint sourceStride, int rows, int columns, ref float groups, nint groupStride)
    {
        for (int row = 0; row < rows; row += RowGroup)
        {
            int groupRows = Math.Min(RowGroup, rows - row);
            ref float group = ref Unsafe.Add(ref groups, row / RowGroup * groupStride);
            for (int column = 0; groupRows < RowGroup && column < columns; column++)
            {
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref group, (column * RowGroup) + groupRows), RowGroup - groupRows).Clear();
            }

            Copy(ref Unsafe.Add(ref source, row * sourceStride), sourceStride, groupRows, columns, ref group, RowGroup);
        }
    }

    /// <summary>Vector lanes to rows: <c>[groups, columns, 16 rows]</c> to <c>[rows, columns]</c>.</summary>
    /// <param name="groups">The first group.</param>
    /// <param name="groupStride">Floats from one group to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="destination">Element [0, 0]; must not overlap the groups.</param>
    /// <param name="destinationStride">Floats from one row to the next.</param>
    public static void FromGroups(ref float groups, nint groupStride, int rows, int columns, ref float destination, nint destinationStride)
    {
        for (int row = 0; row < rows; row += RowGroup)
        {
            ref float group = ref Unsafe.Add(ref groups, row / RowGroup * groupStride);
            Copy(ref group, RowGroup, columns, Math.Min(RowGroup, rows - row), ref Unsafe.Add(ref destination, row * destinationStride), destinationStride);
        }
    }

    /// <summary>The same with every row multiplied by its factor and 0 added: an exact zero becomes +0, whatever order zeros were added in.</summary>
    /// <inheritdoc cref="FromGroups(ref float, nint, int, int, ref float, nint)"/>
    /// <param name="factor">One factor a row.</param>
    public static void FromGroups(ref float groups, nint groupStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
    {
        for (int row = 0; row < rows; row += RowGroup)
        {
            ref float group = ref Unsafe.Add(ref groups, row / RowGroup * groupStride);
            Copy<Normalized>(ref group, RowGroup, columns, Math.Min(RowGroup, rows - row), ref Unsafe.Add(ref factor, row), ref Unsafe.Add(ref destination, row * destinationStride), destinationStride);
        }
    }

    /// <summary>Every row multiplied by its factor and 0 added, in lanes and in place.</summary>
    /// <param name="groups">The first group, <c>[groups, columns, 16 rows]</c>.</param>
    /// <param name="groupStride">Floats from one group to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="factor">One factor a row, readable to a multiple of 16 rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormalizeGroups(ref float groups, nint groupStride, int rows, int columns, ref float factor)
    {
        for (int row = 0; row < rows; row += RowGroup)
        {
            ref float element = ref Unsafe.Add(ref groups, row / RowGroup * groupStride);
            Vector256<float> factor0 = Vector256.LoadUnsafe(ref Unsafe.Add(ref factor, row));
            Vector256<float> factor8 = Vector256.LoadUnsafe(ref Unsafe.Add(ref factor, row + 8));
            for (int column = 0; column < columns; column++)
            {
                ref float upper = ref Unsafe.Add(ref element, 8);
                Lanes.MultiplyAdd(Vector256.LoadUnsafe(ref element), factor0, Vector256<float>.Zero).StoreUnsafe(ref element);
                Lanes.MultiplyAdd(Vector256.LoadUnsafe(ref upper), factor8, Vector256<float>.Zero).StoreUnsafe(ref upper);
                element = ref Unsafe.Add(ref element, RowGroup);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<TScaling>(ref float source, nint sourceStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
        int step = Avx.IsSupported ? 8 : 4;
        int column = 0;
        for (; column <= columns - step; column += step)
        {
            ref float columnFactor = ref Unsafe.Add(ref factor, column);
            int row = 0;
            for (; row <= rows - step; row += step)
            {
                ref float from = ref Unsafe.Add(ref source, (row * sourceStride) + column);
                ref float to = ref Unsafe.Add(ref destination, (column * destinationStride) + row);
                if (Avx.IsSupported)
                {
                    CopySquare8<TScaling>(ref from, sourceStride, ref columnFactor, ref to, destinationStride);
                }
                else
                {
                    CopySquare4<TScaling>(ref from, sourceStride, ref columnFactor, ref to, destinationStride);
                }
            }

            CopyElements<TScaling>(
                ref Unsafe.Add(ref source, (row * sourceStride) + column), sourceStride, rows - row, step, ref columnFactor, ref Unsafe.Add(ref destination, (column * destinationStride) + row), destinationStride);
        }

        CopyElements<TScaling>(
            ref Unsafe.Add(ref source, column), sourceStride, rows, columns - column, ref Unsafe.Add(ref factor, column), ref Unsafe.Add(ref destination, column * destinationStride), destinationStride);
    }

    private static void CopyElements<TScaling>(ref float source, nint sourceStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float element = Unsafe.Add(ref source, (row * sourceStride) + column);
                Unsafe.Add(ref destination, (column * destinationStride) + row) = TScaling.Scale(element, ref Unsafe.Add(ref factor, column));
            }
        }
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
    private static void CopySquare4<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
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

    /// <summary>What becomes of elements on the way: four of them, in each 128 bits, belong to the columns of four factors.</summary>
    private interface IScaling
    {
        static abstract Vector256<float> Scale(Vector256<float> elements, ref float factor);

        static abstract Vector128<float> Scale(Vector128<float> elements, ref float factor);

        static abstract float Scale(float element, ref float factor);
    }

    private readonly struct AsItIs : IScaling
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Scale(Vector256<float> elements, ref float factor) => elements;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Scale(Vector128<float> elements, ref float factor) => elements;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Scale(float element, ref float factor) => element;
    }

    private readonly struct Normalized : IScaling
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Scale(Vector256<float> elements, ref float factor)
        {
            Vector128<float> factors = Vector128.LoadUnsafe(ref factor);
            return Lanes.MultiplyAdd(elements, Vector256.Create(factors, factors), Vector256<float>.Zero);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Scale(Vector128<float> elements, ref float factor) => Lanes.MultiplyAdd(elements, Vector128.LoadUnsafe(ref factor), Vector128<float>.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Scale(float element, ref float factor) => Lanes.MultiplyAdd(element, factor, 0);
    }
}
