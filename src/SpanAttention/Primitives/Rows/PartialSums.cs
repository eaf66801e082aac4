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

    /// <summary>Sum of a row.</summary>
    public static float Of(ReadOnlySpan<float> row) => Of<Elements>(row, row, row);

    /// <summary>Sum of a row's squares, each added by one ma.</summary>
    public static float OfSquares(ReadOnlySpan<float> row) => Of<Products>(row, row, row);

    /// <summary>Sum of products a_i · b_i, each added by one ma.</summary>
    public static float OfProducts(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Of<Products>(a, b, b);

    /// <summary>Sum of products (a_i · b_i) · c_i: the first is rounded, the second added by one ma.</summary>
    public static float OfProducts(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c) => Of<ThreeFactors>(a, b, c);

    /// <summary>Sum of terms of rows; what fills no group is followed by zeros, which change nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Of<TTerm>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c)
        where TTerm : ITerm
    {
        PartialSums sums = default;
        int whole = a.Length - (a.Length % Count);
        ref float first = ref MemoryMarshal.GetReference(a);
        ref float second = ref MemoryMarshal.GetReference(b);
        ref float third = ref MemoryMarshal.GetReference(c);
        for (int x = 0; x < whole; x += Count)
        {
            sums.Add<TTerm>(ref Unsafe.Add(ref first, x), ref Unsafe.Add(ref second, x), ref Unsafe.Add(ref third, x));
        }

        Span<float> rest = stackalloc float[3 * Count];
        rest.Clear();
        a[whole..].CopyTo(rest);
        b[whole..a.Length].CopyTo(rest[Count..]);
        c[whole..a.Length].CopyTo(rest[(2 * Count)..]);
        sums.Add<TTerm>(ref rest[0], ref rest[Count], ref rest[2 * Count]);
        return sums.Total;
    }

    /// <summary>Adds a whole group of terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add<TTerm>(ref float a, ref float b, ref float c)
        where TTerm : ITerm
    {
        sums0 = TTerm.Added(ref a, ref b, ref c, 0, sums0);
        sums1 = TTerm.Added(ref a, ref b, ref c, Lanes, sums1);
        sums2 = TTerm.Added(ref a, ref b, ref c, 2 * Lanes, sums2);
        sums3 = TTerm.Added(ref a, ref b, ref c, 3 * Lanes, sums3);
    }

    /// <summary>A term of a sum, from elements of up to three rows.</summary>
    private interface ITerm
    {
        static abstract Vector128<float> Added(ref float a, ref float b, ref float c, nuint x, Vector128<float> sums);
    }

    private readonly struct Elements : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Added(ref float a, ref float b, ref float c, nuint x, Vector128<float> sums) => sums + Vector128.LoadUnsafe(ref a, x);
    }

    private readonly struct Products : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Added(ref float a, ref float b, ref float c, nuint x, Vector128<float> sums) =>
            Primitives.Lanes.MultiplyAdd(Vector128.LoadUnsafe(ref a, x), Vector128.LoadUnsafe(ref b, x), sums);
    }

    private readonly struct ThreeFactors : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Added(ref float a, ref float b, ref float c, nuint x, Vector128<float> sums) =>
            Primitives.Lanes.MultiplyAdd(Vector128.LoadUnsafe(ref a, x) * Vector128.LoadUnsafe(ref b, x), Vector128.LoadUnsafe(ref c, x), sums);
    }
}
