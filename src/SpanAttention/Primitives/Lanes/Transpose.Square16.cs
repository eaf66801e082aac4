using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Primitives;

/// <content>The square of 16 rows, in vectors of 512 bits: within 128 bits first, then of 128 bits.</content>
public static partial class Transpose
{
    // Two halves of each source vector: of four neighbours, one from each row of a pair.
    private const byte EvenColumns = 0b01_00_01_00;
    private const byte OddColumns = 0b11_10_11_10;

    // Of four parts of 128 bits in each operand: the first two, the last two, the even, the odd.
    private const byte FirstParts = 0b01_00_01_00;
    private const byte LastParts = 0b11_10_11_10;
    private const byte EvenParts = 0b10_00_10_00;
    private const byte OddParts = 0b11_01_11_01;

    /// <summary>destination[column, row] = source[row, column] for 16 × 16 elements.</summary>
    internal static void CopySquare16(ref float source, nint sourceStride, ref float destination, nint destinationStride) =>
        CopySquare16<AsItIs>(ref source, sourceStride, ref source, ref destination, destinationStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare16<TScaling>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
    {
        CopyColumnPairs<TScaling, LowNeighbours>(ref source, sourceStride, ref factor, ref destination, destinationStride);
        CopyColumnPairs<TScaling, HighNeighbours>(ref source, sourceStride, ref factor, ref Unsafe.Add(ref destination, 2 * destinationStride), destinationStride);
    }

    /// <summary>Two columns of every four: those that the unpacking of neighbours keeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyColumnPairs<TScaling, TNeighbours>(ref float source, nint sourceStride, ref float factor, ref float destination, nint destinationStride)
        where TScaling : IScaling
        where TNeighbours : INeighbours
    {
        Vector512<float> rows0 = Pair<TScaling, TNeighbours>(ref source, sourceStride, 0, ref factor);
        Vector512<float> rows2 = Pair<TScaling, TNeighbours>(ref source, sourceStride, 2, ref factor);
        Vector512<float> rows4 = Pair<TScaling, TNeighbours>(ref source, sourceStride, 4, ref factor);
        Vector512<float> rows6 = Pair<TScaling, TNeighbours>(ref source, sourceStride, 6, ref factor);
        Vector512<float> rows8 = Pair<TScaling, TNeighbours>(ref source, sourceStride, 8, ref factor);
        Vector512<float> rows10 = Pair<TScaling, TNeighbours>(ref source, sourceStride, 10, ref factor);
        Vector512<float> rows12 = Pair<TScaling, TNeighbours>(ref source, sourceStride, 12, ref factor);
        Vector512<float> rows14 = Pair<TScaling, TNeighbours>(ref source, sourceStride, 14, ref factor);
        StoreParts(
            Shuffle(rows0, rows2, EvenColumns), Shuffle(rows4, rows6, EvenColumns), Shuffle(rows8, rows10, EvenColumns), Shuffle(rows12, rows14, EvenColumns),
            ref destination, destinationStride);
        StoreParts(
            Shuffle(rows0, rows2, OddColumns), Shuffle(rows4, rows6, OddColumns), Shuffle(rows8, rows10, OddColumns), Shuffle(rows12, rows14, OddColumns),
            ref Unsafe.Add(ref destination, destinationStride), destinationStride);
    }

    /// <summary>Two rows, element beside element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pair<TScaling, TNeighbours>(ref float source, nint stride, int row, ref float factor)
        where TScaling : IScaling
        where TNeighbours : INeighbours =>
        TNeighbours.Unpack(
            TScaling.ScaleRow(Vector512.LoadUnsafe(ref Unsafe.Add(ref source, row * stride)), ref factor),
            TScaling.ScaleRow(Vector512.LoadUnsafe(ref Unsafe.Add(ref source, (row + 1) * stride)), ref factor));

    /// <summary>Part p of each operand, four rows of column 4p + c, becomes a quarter of that column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreParts(Vector512<float> rows0, Vector512<float> rows4, Vector512<float> rows8, Vector512<float> rows12, ref float destination, nint stride)
    {
        Vector512<float> first0 = ShuffleParts(rows0, rows4, FirstParts);
        Vector512<float> first8 = ShuffleParts(rows8, rows12, FirstParts);
        Vector512<float> last0 = ShuffleParts(rows0, rows4, LastParts);
        Vector512<float> last8 = ShuffleParts(rows8, rows12, LastParts);
        ShuffleParts(first0, first8, EvenParts).StoreUnsafe(ref destination);
        ShuffleParts(first0, first8, OddParts).StoreUnsafe(ref Unsafe.Add(ref destination, 4 * stride));
        ShuffleParts(last0, last8, EvenParts).StoreUnsafe(ref Unsafe.Add(ref destination, 8 * stride));
        ShuffleParts(last0, last8, OddParts).StoreUnsafe(ref Unsafe.Add(ref destination, 12 * stride));
    }

    /// <summary>In every 128 bits, two elements of a and two of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Shuffle(Vector512<float> a, Vector512<float> b, [ConstantExpected] byte control) =>
        Avx512F.IsSupported
            ? Avx512F.Shuffle(a, b, control)
            : Vector512.Create(Shuffle(a.GetLower(), b.GetLower(), control), Shuffle(a.GetUpper(), b.GetUpper(), control));

    /// <summary>Two parts of 128 bits of a and two of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ShuffleParts(Vector512<float> a, Vector512<float> b, [ConstantExpected] byte control) =>
        Avx512F.IsSupported
            ? Avx512F.Shuffle4x128(a, b, control)
            : Vector512.Create(
                Vector256.Create(Part(a, control & 3), Part(a, (control >> 2) & 3)),
                Vector256.Create(Part(b, (control >> 4) & 3), Part(b, (control >> 6) & 3)));

    private static Vector128<float> Part(Vector512<float> value, int index)
    {
        Vector256<float> half = index < 2 ? value.GetLower() : value.GetUpper();
        return index % 2 == 0 ? half.GetLower() : half.GetUpper();
    }

    /// <summary>Puts neighbours of two rows beside each other: of each 128 bits the lower two, or the upper two.</summary>
    private interface INeighbours
    {
        static abstract Vector512<float> Unpack(Vector512<float> a, Vector512<float> b);
    }

    private readonly struct LowNeighbours : INeighbours
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Unpack(Vector512<float> a, Vector512<float> b) =>
            Avx512F.IsSupported
                ? Avx512F.UnpackLow(a, b)
                : Vector512.Create(InterleaveLow(a.GetLower(), b.GetLower()), InterleaveLow(a.GetUpper(), b.GetUpper()));
    }

    private readonly struct HighNeighbours : INeighbours
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Unpack(Vector512<float> a, Vector512<float> b) =>
            Avx512F.IsSupported
                ? Avx512F.UnpackHigh(a, b)
                : Vector512.Create(InterleaveHigh(a.GetLower(), b.GetLower()), InterleaveHigh(a.GetUpper(), b.GetUpper()));
    }
}
