using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Scores of one key tile to weights, rows in lanes, <c>[groups of 16 rows, 64 keys, 16 rows]</c>: the online softmax (Milakov and Gimelshein, 2018) and what surrounds it.</summary>
/// <remarks>
/// <para>Rows see keys up to an edge: the first row up to position edge of the tile, each further row one more. Where there is no edge, it is the number of keys.</para>
/// <para>Weights of keys that are hidden are +0, or −0 where options mark them (see the canonical order).</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class RowSoftmax
{
    private const int RowGroup = Transpose.RowGroup;
    private const int KeyTile = 64;

    /// <summary>weights = 2^(c · scores − c · maximum), in place of the scores of the only tile; sum_i = Σ weights, factor_i = 1 / sum_i, and 0 where sum_i = 0.</summary>
    /// <param name="scores">The tile, within the limit of scores, −∞ where a key is hidden.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="edge">The last key that the first row sees.</param>
    /// <param name="marks">Whether hidden keys get weight −0.</param>
    /// <param name="scaleLog2E">c.</param>
    /// <param name="maximum">Each row's largest score.</param>
    /// <param name="sum">Each row's sum.</param>
    /// <param name="factor">Each row's factor.</param>
    public static void Only(ref float scores, int keys, int rows, int edge, bool marks, float scaleLog2E, ref float maximum, ref float sum, ref float factor)
    {
        AnchorUnlessMarked(ref scores, keys, rows, marks, scaleLog2E, ref maximum);
        if (Vector512.IsHardwareAccelerated)
        {
            Only<Lanes512, Vector512<float>>(ref scores, keys, rows, edge, marks, scaleLog2E, ref maximum, ref sum, ref factor);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Only<Lanes256, Vector256<float>>(ref scores, keys, rows, edge, marks, scaleLog2E, ref maximum, ref sum, ref factor);
        }
        else
        {
            Only<Lanes128, Vector128<float>>(ref scores, keys, rows, edge, marks, scaleLog2E, ref maximum, ref sum, ref factor);
        }
    }

    /// <summary>The same for one tile of several: sum_i and rescale_i follow the new maximum, and previous becomes it.</summary>
    /// <inheritdoc cref="Only(ref float, int, int, int, bool, float, ref float, ref float, ref float)"/>
    /// <param name="previous">Each row's largest score before the tile.</param>
    /// <param name="rescale">2^(c · previous − c · maximum).</param>
    public static void Next(ref float scores, int keys, int rows, int edge, bool marks, float scaleLog2E, ref float previous, ref float maximum, ref float sum, ref float rescale)
    {
        AnchorUnlessMarked(ref scores, keys, rows, marks, scaleLog2E, ref maximum);
        if (Vector512.IsHardwareAccelerated)
        {
            Next<Lanes512, Vector512<float>>(ref scores, keys, rows, edge, marks, scaleLog2E, ref previous, ref maximum, ref sum, ref rescale);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Next<Lanes256, Vector256<float>>(ref scores, keys, rows, edge, marks, scaleLog2E, ref previous, ref maximum, ref sum, ref rescale);
        }
        else
        {
            Next<Lanes128, Vector128<float>>(ref scores, keys, rows, edge, marks, scaleLog2E, ref previous, ref maximum, ref sum, ref rescale);
        }
    }

    /// <summary>factor_i = 1 / sum_i, and 0 where sum_i = 0: a row that saw no key becomes exact zeros.</summary>
    public static void Reciprocal(ref float sum, int rows, ref float factor)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            Lanes.Reciprocal(Vector128.LoadUnsafe(ref sum, (nuint)row)).StoreUnsafe(ref factor, (nuint)row);
        }
    }

    /// <summary>Final weights in place of the scores of a tile: 2^(c · scores − c · maximum) · factor, and 0 where a key is hidden.</summary>
    /// <inheritdoc cref="Only(ref float, int, int, int, bool, float, ref float, ref float, ref float)"/>
    public static void Weigh(ref float scores, int keys, int rows, int edge, float scaleLog2E, ref float maximum, ref float factor)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Weigh<Lanes512, Vector512<float>>(ref scores, keys, rows, edge, scaleLog2E, ref maximum, ref factor);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Weigh<Lanes256, Vector256<float>>(ref scores, keys, rows, edge, scaleLog2E, ref maximum, ref factor);
        }
        else
        {
            Weigh<Lanes128, Vector128<float>>(ref scores, keys, rows, edge, scaleLog2E, ref maximum, ref factor);
        }
    }

    /// <summary>Final weights in place of those that <see cref="Only(ref float, int, int, int, bool, float, ref float, ref float, ref float)"/> left: times the row's factor, and 0 where a key is hidden.</summary>
    /// <inheritdoc cref="Only(ref float, int, int, int, bool, float, ref float, ref float, ref float)"/>
    public static void Normalize(ref float scores, int keys, int rows, int edge, ref float factor)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Normalize<Lanes512, Vector512<float>>(ref scores, keys, rows, edge, ref factor);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Normalize<Lanes256, Vector256<float>>(ref scores, keys, rows, edge, ref factor);
        }
        else
        {
            Normalize<Lanes128, Vector128<float>>(ref scores, keys, rows, edge, ref factor);
        }
    }

    /// <summary>weights = −0 where dropped = −∞, after they were summed.</summary>
    /// <param name="dropped">A tile like that of the weights.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="weights">The tile.</param>
    public static void Drop(ref float dropped, int keys, int rows, ref float weights)
    {
        for (int row = 0; row < rows; row += RowGroup)
        {
            for (int place = row * KeyTile; place < (row * KeyTile) + (keys * RowGroup); place += Vector256<float>.Count)
            {
                Vector256<float> isDropped = Vector256.Equals(Vector256.LoadUnsafe(ref dropped, (nuint)place), Vector256.Create(float.NegativeInfinity));
                Vector256.ConditionalSelect(isDropped, Vector256.Create(-0f), Vector256.LoadUnsafe(ref weights, (nuint)place)).StoreUnsafe(ref weights, (nuint)place);
            }
        }
    }

    // Where far rows are usual, or weights marked, the anchor is subtracted on the way.
    private static void AnchorUnlessMarked(ref float scores, int keys, int rows, bool marks, float scaleLog2E, ref float maximum)
    {
        if (!marks && !FarRows.AreUsual)
        {
            AnchorFarRows(ref scores, keys, rows, scaleLog2E, ref maximum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Only<TLanes, TVector>(ref float scores, int keys, int rows, int edge, bool marks, float scaleLog2E, ref float maximum, ref float sum, ref float factor)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            TVector largest = TLanes.Load(ref maximum, row);
            TVector shift = TLanes.Multiply(largest, TLanes.Fill(scaleLog2E));
            TVector total = Weights<TLanes, TVector>(ref RowScores(ref scores, row), Seen(edge, row, keys), marks, scaleLog2E, largest, shift, TLanes.Far(shift));
            TLanes.Store(total, ref sum, row);
            TLanes.Store(TLanes.Reciprocal(total), ref factor, row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next<TLanes, TVector>(ref float scores, int keys, int rows, int edge, bool marks, float scaleLog2E, ref float previous, ref float maximum, ref float sum, ref float rescale)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        TVector scale = TLanes.Fill(scaleLog2E);
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            TVector largest = TLanes.Load(ref maximum, row);
            TVector shift = TLanes.Multiply(largest, scale);
            TVector far = TLanes.Far(shift);

            // rescale = 2^(c · previous − c · maximum); far rows take the difference before the product
            TVector before = TLanes.Load(ref previous, row);
            TVector step = TLanes.Select(far, TLanes.Multiply(TLanes.Subtract(before, largest), scale), TLanes.Subtract(TLanes.Multiply(before, scale), shift));
            TVector factor = TLanes.Exp2(step);
            TLanes.Store(factor, ref rescale, row);
            TLanes.Store(largest, ref previous, row);

            // sum = sum · rescale + Σ weights
            TVector total = Weights<TLanes, TVector>(ref RowScores(ref scores, row), Seen(edge, row, keys), marks, scaleLog2E, largest, shift, far);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(ref sum, row), factor, total), ref sum, row);
        }
    }

    /// <summary>Weights of one vector of rows in place of their scores; their sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Weights<TLanes, TVector>(ref float rowScores, int seen, bool marks, float scaleLog2E, TVector largest, TVector shift, TVector far)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        TVector scale = TLanes.Fill(scaleLog2E);
        TVector negated = TLanes.Subtract(TLanes.Fill(0), TLanes.Without(shift, far));
        TVector total = TLanes.Fill(0);
        TVector anchor = TLanes.Only(largest, far);
        if (!marks)
        {
            for (int j = 0; j < seen; j++)
            {
                TVector score = TLanes.Load(ref rowScores, j * RowGroup);
                score = FarRows.AreUsual ? TLanes.Subtract(score, anchor) : score;
                TVector weight = TLanes.Exp2(TLanes.MultiplyAdd(score, scale, negated));
                TLanes.Store(weight, ref rowScores, j * RowGroup);
                total = TLanes.Add(total, weight);
            }

            return total;
        }

        // Hidden is told by the score itself: a visible one of a far row may become −∞ when the maximum is subtracted.
        for (int j = 0; j < seen; j++)
        {
            TVector raw = TLanes.Load(ref rowScores, j * RowGroup);
            TVector weight = TLanes.Exp2(TLanes.MultiplyAdd(TLanes.Subtract(raw, anchor), scale, negated));
            weight = TLanes.Select(TLanes.Equal(raw, TLanes.Fill(float.NegativeInfinity)), TLanes.Fill(-0f), weight);
            TLanes.Store(weight, ref rowScores, j * RowGroup);
            total = TLanes.Add(total, weight);
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weigh<TLanes, TVector>(ref float scores, int keys, int rows, int edge, float scaleLog2E, ref float maximum, ref float factor)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        TVector scale = TLanes.Fill(scaleLog2E);
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            TVector largest = TLanes.Load(ref maximum, row);
            TVector rowFactor = TLanes.Load(ref factor, row);
            TVector shift = TLanes.Multiply(largest, scale);
            TVector far = TLanes.Far(shift);
            TVector anchor = TLanes.Only(largest, far);
            TVector negated = TLanes.Subtract(TLanes.Fill(0), TLanes.Without(shift, far));
            ref float rowScores = ref RowScores(ref scores, row);
            int seen = Seen(edge, row, keys);
            for (int j = 0; j < seen; j++)
            {
                TVector raw = TLanes.Load(ref rowScores, j * RowGroup);
                TVector weight = TLanes.Multiply(TLanes.Exp2(TLanes.MultiplyAdd(TLanes.Subtract(raw, anchor), scale, negated)), rowFactor);
                TLanes.Store(TLanes.Select(TLanes.Equal(raw, TLanes.Fill(float.NegativeInfinity)), TLanes.Fill(0), weight), ref rowScores, j * RowGroup);
            }

            ClearUnseen<TLanes, TVector>(ref rowScores, seen, keys);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize<TLanes, TVector>(ref float scores, int keys, int rows, int edge, ref float factor)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        for (int row = 0; row < rows; row += TLanes.Count)
        {
            TVector rowFactor = TLanes.Load(ref factor, row);
            ref float rowScores = ref RowScores(ref scores, row);
            int seen = Seen(edge, row, keys);
            for (int j = 0; j < seen; j++)
            {
                TVector weight = TLanes.Load(ref rowScores, j * RowGroup);
                TVector visible = TLanes.Without(TLanes.Multiply(weight, rowFactor), TLanes.SameBits(weight, TLanes.Fill(-0f)));
                TLanes.Store(TLanes.Without(visible, TLanes.Before(j - edge - row)), ref rowScores, j * RowGroup);
            }

            ClearUnseen<TLanes, TVector>(ref rowScores, seen, keys);
        }
    }

    private static void ClearUnseen<TLanes, TVector>(ref float rowScores, int seen, int keys)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : struct
    {
        for (int j = seen; j < keys; j++)
        {
            TLanes.Store(TLanes.Fill(0), ref rowScores, j * RowGroup);
        }
    }

    /// <summary>The keys that some row of the group of 16 sees: as many as were scored for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Seen(int edge, int row, int keys) => Math.Clamp(edge + (row & -RowGroup) + RowGroup, 0, keys);

    /// <summary>The first key's scores of a vector of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float RowScores(ref float scores, int row) => ref Unsafe.Add(ref scores, ((row & -RowGroup) * KeyTile) + (row & (RowGroup - 1)));
}
