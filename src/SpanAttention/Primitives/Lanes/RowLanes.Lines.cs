using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <content>Rows so near to each other that permutations reach all of them: two overlapping vectors hold a column, or a whole destination.</content>
public static partial class RowLanes
{
    /// <summary>Tells whether a column's elements lie in 8 to 16 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNear(int stride, int rows) => Avx512F.VL.IsSupported && (rows - 1) * stride >= 7 && (rows - 1) * stride <= 15;

    /// <summary>One column whose elements lie in 8 to 16 floats: those between them are read, too, none beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadNear(ref float column, int stride, int rows)
    {
        int second = ((rows - 1) * stride) - 7;
        Vector256<int> places = Vector256.Min(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(rows - 1)) * stride;
        places += Vector256.GreaterThan(places, Vector256.Create(7)) & Vector256.Create(8 - second);
        return Avx512F.VL.PermuteVar8x32x2(Vector256.LoadUnsafe(ref column), places, Vector256.LoadUnsafe(ref column, (nuint)second));
    }

    /// <summary>Tells whether rows of so many columns lie side by side, and are 16 to 32 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLine(int columns, int rows, nint stride) => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && stride == columns && rows * columns >= 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLine3(Vector512<float> columns01, Vector512<float> column2, int rows, ref float destination)
    {
        Vector512<int> first = Vector512.Create(0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19, 4, 12, 20, 5);
        Vector512<int> last = Vector512.Create(16, 1, 9, 17, 2, 10, 18, 3, 11, 19, 4, 12, 20, 5, 13, 21) + Vector512.Create(rows - 6);
        Avx512F.PermuteVar16x32x2(columns01, first, column2).StoreUnsafe(ref destination);
        Avx512F.PermuteVar16x32x2(columns01, last, column2).StoreUnsafe(ref destination, (nuint)((rows * 3) - 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLine4(Vector512<float> columns01, Vector512<float> columns23, int rows, ref float destination)
    {
        Vector512<int> first = Vector512.Create(0, 8, 16, 24, 1, 9, 17, 25, 2, 10, 18, 26, 3, 11, 19, 27);
        Avx512F.PermuteVar16x32x2(columns01, first, columns23).StoreUnsafe(ref destination);
        Avx512F.PermuteVar16x32x2(columns01, first + Vector512.Create(rows - 4), columns23).StoreUnsafe(ref destination, (nuint)((rows * 4) - 16));
    }
}
