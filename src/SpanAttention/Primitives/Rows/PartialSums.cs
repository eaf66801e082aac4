using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>
/// Sixteen partial sums of a long row, of the elements with x mod 16 = 0 … 15, each in the order of x, which are folded at the end: 16 = 8 + 8, 8 = 4 + 4, then (s_0 + s_2) + (s_1 + s_3).
/// </summary>
internal struct PartialSums
{
    /// <summary>Partial sums: an element belongs to the one of its place in its group of 16.</summary>
    public const int Count = 16;

    private const int Lanes = 4;

    private Vector128<float> sums0;
    private Vector128<float> sums1;
    private Vector128<float> sums2;
    private Vector128<float> sums3;

    /// <summary>All of them, folded.</summary>
    public readonly float Total
    {
        get
        {
            Vector128<float> fours = (sums0 + sums2) + (sums1 + sums3);
            return (fours.GetElement(0) + fours.GetElement(2)) + (fours.GetElement(1) + fours.GetElement(3));
        }
    }

    /// <summary>Adds a whole group of elements, or their squares, each by one ma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref float elements, bool squares)
    {
        sums0 = Added(Vector128.LoadUnsafe(ref elements), sums0, squares);
        sums1 = Added(Vector128.LoadUnsafe(ref elements, Lanes), sums1, squares);
        sums2 = Added(Vector128.LoadUnsafe(ref elements, 2 * Lanes), sums2, squares);
        sums3 = Added(Vector128.LoadUnsafe(ref elements, 3 * Lanes), sums3, squares);
    }

    /// <summary>Sum of a row.</summary>
    public static float Of(ReadOnlySpan<float> row) => Of(row, squares: false);

    /// <summary>Sum of a row's squares.</summary>
    public static float OfSquares(ReadOnlySpan<float> row) => Of(row, squares: true);

    /// <summary>Sum of a row's elements or squares; what fills no group is followed by zeros, which change nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Of(ReadOnlySpan<float> row, bool squares)
    {
        PartialSums sums = default;
        int whole = row.Length - (row.Length % Count);
        ref float first = ref MemoryMarshal.GetReference(row);
        for (int x = 0; x < whole; x += Count)
        {
            sums.Add(ref Unsafe.Add(ref first, x), squares);
        }

        Span<float> rest = stackalloc float[Count];
        rest.Clear();
        row[whole..].CopyTo(rest);
        sums.Add(ref MemoryMarshal.GetReference(rest), squares);
        return sums.Total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Added(Vector128<float> elements, Vector128<float> sums, bool squares) =>
        squares ? Primitives.Lanes.MultiplyAdd(elements, elements, sums) : sums + elements;
}
