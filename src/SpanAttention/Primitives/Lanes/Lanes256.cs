using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Vector of 8 floats, as emitted code and the steps on rows use it: one name an operation, so that a compiler has nothing to choose from.</summary>
/// <remarks>Binding a call of a generic or overloaded method took eight times as long, which a project with many declarations feels at every build.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct Lanes256 : IFloatLanes<Vector256<float>>
{
    // Columns of a register tile lie a group of rows apart: see Transpose.
    private const int RowGroup = Transpose.RowGroup;

    static int IFloatLanes<Vector256<float>>.Count => Vector256<float>.Count;

    /// <summary>8 floats from source[offset] on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float source, nint offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    /// <summary>source[offset] in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(ref float source, nint offset) => Vector256.Create(Unsafe.Add(ref source, offset));

    /// <summary>One number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fill(float value) => Vector256.Create(value);

    /// <summary>Stores 8 floats from destination[offset] on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float destination, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    /// <summary>a · b + c, rounded once in the fused canon and twice in the separate one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Lanes.MultiplyAdd(a, b, c);

    /// <summary>One value in lanes of the mask, another in others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> inside, Vector256<float> outside) => Vector256.ConditionalSelect(mask, inside, outside);

    /// <summary>Stores a column of sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store1(ref float place, Vector256<float> sum) => sum.StoreUnsafe(ref place);

    /// <summary>Stores two columns of sums, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store2(ref float place, Vector256<float> sum0, Vector256<float> sum1)
    {
        sum0.StoreUnsafe(ref place);
        sum1.StoreUnsafe(ref Unsafe.Add(ref place, RowGroup));
    }

    /// <summary>Stores four columns of sums, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store4(ref float place, Vector256<float> sum0, Vector256<float> sum1, Vector256<float> sum2, Vector256<float> sum3)
    {
        Store2(ref place, sum0, sum1);
        Store2(ref Unsafe.Add(ref place, 2 * RowGroup), sum2, sum3);
    }

    /// <summary>Stores a vector of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row1(ref float place, Vector256<float> sum) => sum.StoreUnsafe(ref place);

    /// <summary>Stores two vectors of a row, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row2(ref float place, Vector256<float> sum0, Vector256<float> sum1)
    {
        sum0.StoreUnsafe(ref place);
        sum1.StoreUnsafe(ref Unsafe.Add(ref place, 8));
    }

    /// <summary>Stores four vectors of a row, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row4(ref float place, Vector256<float> sum0, Vector256<float> sum1, Vector256<float> sum2, Vector256<float> sum3)
    {
        Row2(ref place, sum0, sum1);
        Row2(ref Unsafe.Add(ref place, 16), sum2, sum3);
    }

    /// <summary>A vector of a row, rescaled, and the sums added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRow1(ref float place, Vector256<float> rescale, Vector256<float> sum) => Add1(ref place, rescale, sum);

    /// <summary>The same for two vectors, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRow2(ref float place, Vector256<float> rescale, Vector256<float> sum0, Vector256<float> sum1)
    {
        Add1(ref place, rescale, sum0);
        Add1(ref Unsafe.Add(ref place, 8), rescale, sum1);
    }

    /// <summary>The same for four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRow4(ref float place, Vector256<float> rescale, Vector256<float> sum0, Vector256<float> sum1, Vector256<float> sum2, Vector256<float> sum3)
    {
        AddRow2(ref place, rescale, sum0, sum1);
        AddRow2(ref Unsafe.Add(ref place, 16), rescale, sum2, sum3);
    }

    /// <summary>Stores a column of scores within ±limit, and the larger of them and the largest so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep1(ref float place, ref float maximum, Vector256<float> limit, Vector256<float> sum) =>
        Kept(sum, ref place, limit, Vector256.LoadUnsafe(ref maximum)).StoreUnsafe(ref maximum);

    /// <summary>The same for two columns, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep2(ref float place, ref float maximum, Vector256<float> limit, Vector256<float> sum0, Vector256<float> sum1)
    {
        Vector256<float> largest = Kept(sum0, ref place, limit, Vector256.LoadUnsafe(ref maximum));
        Kept(sum1, ref Unsafe.Add(ref place, RowGroup), limit, largest).StoreUnsafe(ref maximum);
    }

    /// <summary>The same for four columns, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep4(ref float place, ref float maximum, Vector256<float> limit, Vector256<float> sum0, Vector256<float> sum1, Vector256<float> sum2, Vector256<float> sum3)
    {
        Vector256<float> largest = Kept(sum0, ref place, limit, Vector256.LoadUnsafe(ref maximum));
        largest = Kept(sum1, ref Unsafe.Add(ref place, RowGroup), limit, largest);
        largest = Kept(sum2, ref Unsafe.Add(ref place, 2 * RowGroup), limit, largest);
        Kept(sum3, ref Unsafe.Add(ref place, 3 * RowGroup), limit, largest).StoreUnsafe(ref maximum);
    }

    /// <summary>As <see cref="Keep1"/>, with −∞ for the rows that do not see the key: row i sees it iff i ≥ distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Hide1(ref float place, ref float maximum, Vector256<float> limit, int distance, Vector256<float> sum) =>
        Hidden(sum, ref place, limit, distance, Vector256.LoadUnsafe(ref maximum)).StoreUnsafe(ref maximum);

    /// <summary>The same for four keys, each a position beyond the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Hide4(ref float place, ref float maximum, Vector256<float> limit, int distance, Vector256<float> sum0, Vector256<float> sum1, Vector256<float> sum2, Vector256<float> sum3)
    {
        Vector256<float> largest = Hidden(sum0, ref place, limit, distance, Vector256.LoadUnsafe(ref maximum));
        largest = Hidden(sum1, ref Unsafe.Add(ref place, RowGroup), limit, distance + 1, largest);
        largest = Hidden(sum2, ref Unsafe.Add(ref place, 2 * RowGroup), limit, distance + 2, largest);
        Hidden(sum3, ref Unsafe.Add(ref place, 3 * RowGroup), limit, distance + 3, largest).StoreUnsafe(ref maximum);
    }

    /// <summary>A column of contexts, rescaled, and the sums added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add1(ref float place, Vector256<float> rescale, Vector256<float> sum) => Lanes.MultiplyAdd(Vector256.LoadUnsafe(ref place), rescale, sum).StoreUnsafe(ref place);

    /// <summary>The same for two columns, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add2(ref float place, Vector256<float> rescale, Vector256<float> sum0, Vector256<float> sum1)
    {
        Add1(ref place, rescale, sum0);
        Add1(ref Unsafe.Add(ref place, RowGroup), rescale, sum1);
    }

    /// <summary>The same for four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add4(ref float place, Vector256<float> rescale, Vector256<float> sum0, Vector256<float> sum1, Vector256<float> sum2, Vector256<float> sum3)
    {
        Add2(ref place, rescale, sum0, sum1);
        Add2(ref Unsafe.Add(ref place, 2 * RowGroup), rescale, sum2, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Exp2(Vector256<float> t) => Exponential.Exp2(t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Reciprocal(Vector256<float> value) => Lanes.Reciprocal(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Far(Vector256<float> shift) => FarRows.Find(shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IFloatLanes<Vector256<float>>.Any(Vector256<float> mask) => mask.AsInt32() != Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Only(Vector256<float> value, Vector256<float> mask) => value & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Without(Vector256<float> value, Vector256<float> mask) => Vector256.AndNot(value, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Equal(Vector256<float> a, Vector256<float> b) => Vector256.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.SameBits(Vector256<float> a, Vector256<float> b) => Vector256.Equals(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Before(int distance) => Vector256.LessThan(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(distance)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Clamp(Vector256<float> value, Vector256<float> limit) => Lanes.Clamp(value, limit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> IFloatLanes<Vector256<float>>.Larger(Vector256<float> value, Vector256<float> incumbent) => Lanes.Larger(value, incumbent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float IFloatLanes<Vector256<float>>.Largest(Vector256<float> value) => Lanes.Largest(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Kept(Vector256<float> sum, ref float place, Vector256<float> limit, Vector256<float> largest) => Lanes.Store(Lanes.Clamp(sum, limit), ref place, largest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Hidden(Vector256<float> sum, ref float place, Vector256<float> limit, int distance, Vector256<float> largest) =>
        Lanes.Store(Lanes.Hide(sum, distance, limit), ref place, largest);
}
