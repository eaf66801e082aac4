using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The rows of a small matrix as lanes, a vector each column, and back. Row counts are constants of the caller, so that the JIT drops what is not needed.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class RowLanes
{
    /// <summary>One column of up to 8 rows; idle lanes are 0, or as the last row.</summary>
    /// <param name="column">Its element in the first row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="rows">Rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref float column, int stride, int rows)
    {
        if (IsNear(stride, rows))
        {
            return LoadNear(ref column, stride, rows);
        }

        return Vector256.Create(
            column,
            rows > 1 ? Unsafe.Add(ref column, stride) : 0,
            rows > 2 ? Unsafe.Add(ref column, 2 * stride) : 0,
            rows > 3 ? Unsafe.Add(ref column, 3 * stride) : 0,
            rows > 4 ? Unsafe.Add(ref column, 4 * stride) : 0,
            rows > 5 ? Unsafe.Add(ref column, 5 * stride) : 0,
            rows > 6 ? Unsafe.Add(ref column, 6 * stride) : 0,
            rows > 7 ? Unsafe.Add(ref column, 7 * stride) : 0);
    }

    /// <summary>One column of up to 4 rows; idle lanes are 0.</summary>
    /// <inheritdoc cref="Load256(ref float, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(ref float column, nint stride, int rows) => Vector128.Create(
        column,
        rows > 1 ? Unsafe.Add(ref column, stride) : 0,
        rows > 2 ? Unsafe.Add(ref column, 2 * stride) : 0,
        rows > 3 ? Unsafe.Add(ref column, 3 * stride) : 0);

    /// <summary>Writes the rows of one column.</summary>
    /// <param name="column0">Its elements, up to as many as there are lanes.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="destination">The column's element in the first row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> column0, int rows, ref float destination, nint stride)
    {
        Store(column0.GetLower(), rows, ref destination, stride);
        if (rows > 4)
        {
            Store(column0.GetUpper(), rows - 4, ref Unsafe.Add(ref destination, 4 * stride), stride);
        }
    }

    /// <summary>Writes the rows of two columns side by side.</summary>
    /// <inheritdoc cref="Store(Vector256{float}, int, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> column0, Vector256<float> column1, int rows, ref float destination, nint stride)
    {
        Store(column0.GetLower(), column1.GetLower(), rows, ref destination, stride);
        if (rows > 4)
        {
            Store(column0.GetUpper(), column1.GetUpper(), rows - 4, ref Unsafe.Add(ref destination, 4 * stride), stride);
        }
    }

    /// <summary>Writes the rows of three columns side by side.</summary>
    /// <inheritdoc cref="Store(Vector256{float}, int, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> column0, Vector256<float> column1, Vector256<float> column2, int rows, ref float destination, nint stride)
    {
        if (IsLine(3, rows, stride))
        {
            StoreLine3(Vector512.Create(column0, column1), column2.ToVector512Unsafe(), rows, ref destination);
            return;
        }

        Store(column0.GetLower(), column1.GetLower(), column2.GetLower(), rows, ref destination, stride);
        if (rows > 4)
        {
            Store(column0.GetUpper(), column1.GetUpper(), column2.GetUpper(), rows - 4, ref Unsafe.Add(ref destination, 4 * stride), stride);
        }
    }

    /// <summary>Writes the rows of four columns side by side.</summary>
    /// <inheritdoc cref="Store(Vector256{float}, int, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> column0, Vector256<float> column1, Vector256<float> column2, Vector256<float> column3, int rows, ref float destination, nint stride)
    {
        if (IsLine(4, rows, stride))
        {
            StoreLine4(Vector512.Create(column0, column1), Vector512.Create(column2, column3), rows, ref destination);
            return;
        }

        Store(column0.GetLower(), column1.GetLower(), column2.GetLower(), column3.GetLower(), rows, ref destination, stride);
        if (rows > 4)
        {
            Store(column0.GetUpper(), column1.GetUpper(), column2.GetUpper(), column3.GetUpper(), rows - 4, ref Unsafe.Add(ref destination, 4 * stride), stride);
        }
    }

    /// <inheritdoc cref="Store(Vector256{float}, int, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> column0, int rows, ref float destination, nint stride)
    {
        destination = column0.ToScalar();
        if (rows > 1)
        {
            Unsafe.Add(ref destination, stride) = column0.GetElement(1);
        }

        if (rows > 2)
        {
            Unsafe.Add(ref destination, 2 * stride) = column0.GetElement(2);
        }

        if (rows > 3)
        {
            Unsafe.Add(ref destination, 3 * stride) = column0.GetElement(3);
        }
    }

    /// <summary>Writes the rows of two columns side by side.</summary>
    /// <inheritdoc cref="Store(Vector256{float}, int, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> column0, Vector128<float> column1, int rows, ref float destination, nint stride)
    {
        Vector128<float> rows01 = Transpose.InterleaveLow(column0, column1);
        Vector128<float> rows23 = Transpose.InterleaveHigh(column0, column1);
        StorePair(rows01, 0, ref destination);
        if (rows > 1)
        {
            StorePair(rows01, 1, ref Unsafe.Add(ref destination, stride));
        }

        if (rows > 2)
        {
            StorePair(rows23, 0, ref Unsafe.Add(ref destination, 2 * stride));
        }

        if (rows > 3)
        {
            StorePair(rows23, 1, ref Unsafe.Add(ref destination, 3 * stride));
        }
    }

    /// <summary>Writes the rows of three columns side by side.</summary>
    /// <inheritdoc cref="Store(Vector256{float}, int, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> column0, Vector128<float> column1, Vector128<float> column2, int rows, ref float destination, nint stride) =>
        Store(column0, column1, column2, column2, columns: 3, rows, ref destination, stride);

    /// <summary>Writes the rows of four columns side by side.</summary>
    /// <inheritdoc cref="Store(Vector256{float}, int, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> column0, Vector128<float> column1, Vector128<float> column2, Vector128<float> column3, int rows, ref float destination, nint stride) =>
        Store(column0, column1, column2, column3, columns: 4, rows, ref destination, stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector128<float> column0, Vector128<float> column1, Vector128<float> column2, Vector128<float> column3, int columns, int rows, ref float destination, nint stride)
    {
        Vector128<float> even01 = Transpose.InterleaveLow(column0, column2);
        Vector128<float> even23 = Transpose.InterleaveHigh(column0, column2);
        Vector128<float> odd01 = Transpose.InterleaveLow(column1, column3);
        Vector128<float> odd23 = Transpose.InterleaveHigh(column1, column3);
        StoreRow(Transpose.InterleaveLow(even01, odd01), columns, ref destination);
        if (rows > 1)
        {
            StoreRow(Transpose.InterleaveHigh(even01, odd01), columns, ref Unsafe.Add(ref destination, stride));
        }

        if (rows > 2)
        {
            StoreRow(Transpose.InterleaveLow(even23, odd23), columns, ref Unsafe.Add(ref destination, 2 * stride));
        }

        if (rows > 3)
        {
            StoreRow(Transpose.InterleaveHigh(even23, odd23), columns, ref Unsafe.Add(ref destination, 3 * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(Vector128<float> row, int columns, ref float destination)
    {
        if (columns == 4)
        {
            row.StoreUnsafe(ref destination);
            return;
        }

        StorePair(row, 0, ref destination);
        Unsafe.Add(ref destination, 2) = row.GetElement(2);
    }

    // Two floats travel as one double: a vector of 64 bits would go through memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector128<float> row, int pair, ref float destination) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref destination), row.AsDouble().GetElement(pair));
}
