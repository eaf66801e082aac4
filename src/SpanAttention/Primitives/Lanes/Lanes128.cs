using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Vector of 4 floats, as emitted code and the steps on rows use it: one name an operation, so that a compiler has nothing to choose from.</summary>
/// <remarks>Binding a call of a generic or overloaded method took eight times as long, which a project with many declarations feels at every build.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct Lanes128 : IFloatLanes<Vector128<float>>
{
    // Columns of a register tile lie a group of rows apart: see Transpose.
    private const int RowGroup = Transpose.RowGroup;

    static int IFloatLanes<Vector128<float>>.Count => Vector128<float>.Count;

    /// <summary>4 floats from source[offset] on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref float source, nint offset) => Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    /// <summary>source[offset] in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(ref float source, nint offset) => Vector128.Create(Unsafe.Add(ref source, offset));

    /// <summary>One number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fill(float value) => Vector128.Create(value);

    /// <summary>Stores 4 floats from destination[offset] on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, ref float destination, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    /// <summary>a · b + c, rounded once in the fused canon and twice in the separate one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Lanes.MultiplyAdd(a, b, c);

    /// <summary>One value in lanes of the mask, another in others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Select(Vector128<float> mask, Vector128<float> inside, Vector128<float> outside) => Vector128.ConditionalSelect(mask, inside, outside);

    /// <summary>Stores a column of sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store1(ref float place, Vector128<float> sum) => sum.StoreUnsafe(ref place);

    /// <summary>Stores two columns of sums, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store2(ref float place, Vector128<float> sum0, Vector128<float> sum1)
    {
        sum0.StoreUnsafe(ref place);
        sum1.StoreUnsafe(ref Unsafe.Add(ref place, RowGroup));
    }

    /// <summary>Stores a vector of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row1(ref float place, Vector128<float> sum) => sum.StoreUnsafe(ref place);

    /// <summary>Stores two vectors of a row, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row2(ref float place, Vector128<float> sum0, Vector128<float> sum1)
    {
        sum0.StoreUnsafe(ref place);
        sum1.StoreUnsafe(ref Unsafe.Add(ref place, 4));
    }

    /// <summary>Stores four vectors of a row, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row4(ref float place, Vector128<float> sum0, Vector128<float> sum1, Vector128<float> sum2, Vector128<float> sum3)
    {
        Row2(ref place, sum0, sum1);
        Row2(ref Unsafe.Add(ref place, 8), sum2, sum3);
    }

    /// <summary>A vector of a row, rescaled, and the sums added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRow1(ref float place, Vector128<float> rescale, Vector128<float> sum) => Add1(ref place, rescale, sum);

    /// <summary>The same for two vectors, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRow2(ref float place, Vector128<float> rescale, Vector128<float> sum0, Vector128<float> sum1)
    {
        Add1(ref place, rescale, sum0);
        Add1(ref Unsafe.Add(ref place, 4), rescale, sum1);
    }

    /// <summary>The same for four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRow4(ref float place, Vector128<float> rescale, Vector128<float> sum0, Vector128<float> sum1, Vector128<float> sum2, Vector128<float> sum3)
    {
        AddRow2(ref place, rescale, sum0, sum1);
        AddRow2(ref Unsafe.Add(ref place, 8), rescale, sum2, sum3);
    }

    /// <summary>Stores a column of scores within ±limit, and the larger of them and the largest so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep1(ref float place, ref float maximum, Vector128<float> limit, Vector128<float> sum) =>
        Kept(sum, ref place, limit, Vector128.LoadUnsafe(ref maximum)).StoreUnsafe(ref maximum);

    /// <summary>The same for two columns, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep2(ref float place, ref float maximum, Vector128<float> limit, Vector128<float> sum0, Vector128<float> sum1)
    {
        Vector128<float> largest = Kept(sum0, ref place, limit, Vector128.LoadUnsafe(ref maximum));
        Kept(sum1, ref Unsafe.Add(ref place, RowGroup), limit, largest).StoreUnsafe(ref maximum);
    }

    /// <summary>As <see cref="Keep1"/>, with −∞ for the rows that do not see the key: row i sees it iff i ≥ distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Hide1(ref float place, ref float maximum, Vector128<float> limit, int distance, Vector128<float> sum) =>
        Hidden(sum, ref place, limit, distance, Vector128.LoadUnsafe(ref maximum)).StoreUnsafe(ref maximum);

    /// <summary>The same for two keys, each a position beyond the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Hide2(ref float place, ref float maximum, Vector128<float> limit, int distance, Vector128<float> sum0, Vector128<float> sum1)
    {
        Vector128<float> largest = Hidden(sum0, ref place, limit, distance, Vector128.LoadUnsafe(ref maximum));
        Hidden(sum1, ref Unsafe.Add(ref place, RowGroup), limit, distance + 1, largest).StoreUnsafe(ref maximum);
    }

    /// <summary>A column of contexts, rescaled, and the sums added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add1(ref float place, Vector128<float> rescale, Vector128<float> sum) => Lanes.MultiplyAdd(Vector128.LoadUnsafe(ref place), rescale, sum).StoreUnsafe(ref place);

    /// <summary>The same for two columns, 16 floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add2(ref float place, Vector128<float> rescale, Vector128<float> sum0, Vector128<float> sum1)
    {
        Add1(ref place, rescale, sum0);
        Add1(ref Unsafe.Add(ref place, RowGroup), rescale, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Exp2(Vector128<float> t) => Exponential.Exp2(t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Reciprocal(Vector128<float> value) => Lanes.Reciprocal(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Far(Vector128<float> shift) => FarRows.Find(shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IFloatLanes<Vector128<float>>.Any(Vector128<float> mask) => mask.AsInt32() != Vector128<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Only(Vector128<float> value, Vector128<float> mask) => value & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Without(Vector128<float> value, Vector128<float> mask) => Vector128.AndNot(value, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Equal(Vector128<float> a, Vector128<float> b) => Vector128.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.SameBits(Vector128<float> a, Vector128<float> b) => Vector128.Equals(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Before(int distance) => Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(distance)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Clamp(Vector128<float> value, Vector128<float> limit) => Lanes.Clamp(value, limit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> IFloatLanes<Vector128<float>>.Larger(Vector128<float> value, Vector128<float> incumbent) => Lanes.Larger(value, incumbent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float IFloatLanes<Vector128<float>>.Largest(Vector128<float> value) => Lanes.Largest(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Kept(Vector128<float> sum, ref float place, Vector128<float> limit, Vector128<float> largest) => Lanes.Store(Lanes.Clamp(sum, limit), ref place, largest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Hidden(Vector128<float> sum, ref float place, Vector128<float> limit, int distance, Vector128<float> largest) =>
        Lanes.Store(Lanes.Hide(sum, distance, limit), ref place, largest);
}
