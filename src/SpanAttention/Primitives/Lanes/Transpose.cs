using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <summary>Transposes rows to vector lanes and back: <c>[rows, columns]</c> to <c>[groups, columns, 16 rows]</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Transpose
{
    // Emitted code has the same constant: a cache line of rows, one vector of the widest kind.
    internal const int RowGroup = 16;
    internal const int KeyTile = 64;

    /// <summary>Place of a row's first key in a tile, <c>[groups of 16 rows, 64 keys, 16 rows]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int PlaceOfRow(int row) => ((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1));

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

    private static void Copy<TScaling>(ref float source, nint sourceStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
        if (Vector512.IsHardwareAccelerated)
        {
            CopySquares<TScaling, Square16>(ref source, sourceStride, rows, columns, ref factor, ref destination, destinationStride);
        }
        else if (Avx.IsSupported)
        {
            CopySquares<TScaling, Square8>(ref source, sourceStride, rows, columns, ref factor, ref destination, destinationStride);
        }
        else
        {
            CopySquares<TScaling, Square4>(ref source, sourceStride, rows, columns, ref factor, ref destination, destinationStride);
        }
    }

    /// <summary>Squares of one size, then what remains, beside and below them, in smaller ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopySquares<TScaling, TSquare>(ref float source, nint sourceStride, int rows, int columns, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
        where TSquare : ISquare
    {
        int fullRows = rows - (rows % TSquare.Size);
        int fullColumns = columns - (columns % TSquare.Size);
        for (int column = 0; column < fullColumns; column += TSquare.Size)
        {
            for (int row = 0; row < fullRows; row += TSquare.Size)
            {
                TSquare.Copy<TScaling>(
                    ref Unsafe.Add(ref source, (row * sourceStride) + column), sourceStride, ref Unsafe.Add(ref factor, column), ref Unsafe.Add(ref destination, (column * destinationStride) + row), destinationStride);
            }
        }

        if (fullRows < rows && fullColumns > 0)
        {
            TSquare.CopyRest<TScaling>(ref Unsafe.Add(ref source, fullRows * sourceStride), sourceStride, rows - fullRows, fullColumns, ref factor, ref Unsafe.Add(ref destination, fullRows), destinationStride);
        }

        if (fullColumns < columns)
        {
            TSquare.CopyRest<TScaling>(
                ref Unsafe.Add(ref source, fullColumns), sourceStride, rows, columns - fullColumns, ref Unsafe.Add(ref factor, fullColumns), ref Unsafe.Add(ref destination, fullColumns * destinationStride), destinationStride);
        }
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
}
