using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>Statistics of a block's rows that gradients need, and the way from their weights to gradients of their scores; a tile's rows are lanes, <c>[groups of 16 rows, 64 keys, 16 rows]</c>.</summary>
/// <remarks>Weights of keys that are left out are −0, and so are the gradients of their scores: no other is.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowGradients
{
    private const int RowGroup = Transpose.RowGroup;
    private const int RowFold = 32;
    private const float Log2E = 1.44269504088896340736f;

    /// <summary>delta_i = Σ_x contextGradient_ix · context_ix, in the order of x: what softmax takes from the gradient of each weight of a row. Idle rows of the last group get 0.</summary>
    /// <param name="contextGradient">The first row's.</param>
    /// <param name="context">The first row's.</param>
    /// <param name="stride">Floats from one row to the next, in both.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="dims">Value dimensions.</param>
    /// <param name="delta">One a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Deltas(ref float contextGradient, ref float context, nint stride, int rows, int dims, ref float delta)
    {
        int row = 0;
        for (; row <= rows - Vector128<float>.Count; row += Vector128<float>.Count)
        {
            FourDeltas(ref Unsafe.Add(ref contextGradient, row * stride), ref Unsafe.Add(ref context, row * stride), stride, dims).StoreUnsafe(ref delta, (nuint)row);
        }

        for (; row < rows; row++)
        {
            Unsafe.Add(ref delta, row) = Delta(ref Unsafe.Add(ref contextGradient, row * stride), ref Unsafe.Add(ref context, row * stride), dims);
        }

        ClearIdle(rows, ref delta);
    }

    /// <summary>Adds to delta_i some dimensions' contextGradient_ix · context_ix, both with rows in lanes.</summary>
    /// <param name="contextGradients">The first of the dimensions, <c>[groups of 16 rows, dimensions, 16 rows]</c>.</param>
    /// <param name="groupStride">Floats from one of its groups to the next.</param>
    /// <param name="contexts">The same of contexts, 64 dimensions a group.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="dims">The dimensions, 64 at most.</param>
    /// <param name="delta">One a row, those of the last group's idle rows included.</param>
    public static void AddDeltas(ref float contextGradients, int groupStride, ref float contexts, int rows, int dims, ref float delta)
    {
        for (int row = 0; row < rows; row += RowGroup)
        {
            ref float gradient = ref Unsafe.Add(ref contextGradients, row / RowGroup * groupStride);
            ref float context = ref Unsafe.Add(ref contexts, row * Transpose.KeyTile);
            Vector256<float> low = Vector256.LoadUnsafe(ref delta, (nuint)row);
            Vector256<float> high = Vector256.LoadUnsafe(ref delta, (nuint)row + 8);
            for (nuint place = 0; place < (nuint)(dims * RowGroup); place += RowGroup)
            {
                low = Lanes.MultiplyAdd(Vector256.LoadUnsafe(ref gradient, place), Vector256.LoadUnsafe(ref context, place), low);
                high = Lanes.MultiplyAdd(Vector256.LoadUnsafe(ref gradient, place + 8), Vector256.LoadUnsafe(ref context, place + 8), high);
            }

            low.StoreUnsafe(ref delta, (nuint)row);
            high.StoreUnsafe(ref delta, (nuint)row + 8);
        }
    }

    /// <summary>shift_i = logSumExp_i · log2 e: what is subtracted in the exponents of a row. Idle rows of the last group get 0.</summary>
    /// <param name="logSumExp">The first row's.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="shift">One a row.</param>
    public static void Shifts(ref float logSumExp, int rows, ref float shift)
    {
        for (int row = 0; row < rows; row++)
        {
            Unsafe.Add(ref shift, row) = Unsafe.Add(ref logSumExp, row) * Log2E;
        }

        ClearIdle(rows, ref shift);
    }

    /// <summary>gradients = weights · (products − delta) + 0, in place of the weights; −0 stays.</summary>
    /// <param name="products">contextGradient_i · value_j of every pair: the gradients of weights.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="delta">One a row.</param>
    /// <param name="weights">The tile.</param>
    public static void Scores(ref float products, int keys, int rows, ref float delta, ref float weights)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            Vector128<float> rowDelta = Vector128.LoadUnsafe(ref delta, (nuint)row);
            nuint place = (nuint)Transpose.PlaceOfRow(row);
            for (int j = 0; j < keys; j++, place += RowGroup)
            {
                Vector128<float> weight = Vector128.LoadUnsafe(ref weights, place);
                Lanes128.ScoreGradient(weight, Vector128.LoadUnsafe(ref products, place) - rowDelta).StoreUnsafe(ref weights, place);
            }
        }
    }

    /// <summary>The same with dropout: kept products are multiplied by the factor of kept weights, dropped ones are not read.</summary>
    /// <inheritdoc cref="Scores(ref float, int, int, ref float, ref float)"/>
    /// <param name="kept">A tile of the weights that are kept, −0 for the others.</param>
    /// <param name="keepScale">The factor.</param>
    public static void KeptScores(ref float products, ref float kept, float keepScale, int keys, int rows, ref float delta, ref float weights)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            Vector128<float> negated = -Vector128.LoadUnsafe(ref delta, (nuint)row);
            nuint place = (nuint)Transpose.PlaceOfRow(row);
            for (int j = 0; j < keys; j++, place += RowGroup)
            {
                Vector128<float> difference = Lanes.MultiplyAdd(Vector128.LoadUnsafe(ref products, place), Vector128.Create(keepScale), negated);
                difference = Vector128.ConditionalSelect(Marks(Vector128.LoadUnsafe(ref kept, place)), negated, difference);
                Lanes128.ScoreGradient(Vector128.LoadUnsafe(ref weights, place), difference).StoreUnsafe(ref weights, place);
            }
        }
    }

    /// <summary>dropped = the weights of keys that are kept, −0 for those that are dropped.</summary>
    /// <param name="weights">The tile of weights.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="dropped">A tile of −∞ where a key is dropped; becomes the weights that are kept.</param>
    public static void Keep(ref float weights, int keys, int rows, ref float dropped)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            nuint place = (nuint)Transpose.PlaceOfRow(row);
            for (int j = 0; j < keys; j++, place += RowGroup)
            {
                Vector128<float> isDropped = Vector128.Equals(Vector128.LoadUnsafe(ref dropped, place), Vector128.Create(float.NegativeInfinity));
                Vector128.ConditionalSelect(isDropped, Vector128.Create(-0f), Vector128.LoadUnsafe(ref weights, place)).StoreUnsafe(ref dropped, place);
            }
        }
    }

    /// <summary>gradients = gradients · slopes + 0; −0 stays.</summary>
    /// <param name="slopes">The slope of the score's last step in every pair.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="gradients">The tile.</param>
    public static void Steepen(ref float slopes, int keys, int rows, ref float gradients)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            nuint place = (nuint)Transpose.PlaceOfRow(row);
            for (int j = 0; j < keys; j++, place += RowGroup)
            {
                Lanes128.ScoreGradient(Vector128.LoadUnsafe(ref gradients, place), Vector128.LoadUnsafe(ref slopes, place)).StoreUnsafe(ref gradients, place);
            }
        }
    }

    /// <summary>Adds to 16 partial sums, of rows 16 apart, what the rows' weight of their sink takes from the gradient of their context: 2^(sink · log2 e − shift) · delta.</summary>
    /// <param name="sink">The head's sink.</param>
    /// <param name="shift">One a row; −∞ for a row that saw nothing, not even a sink.</param>
    /// <param name="delta">One a row.</param>
    /// <param name="rows">Rows of the block, whose first is a multiple of 16.</param>
    /// <param name="sums">The 16 sums.</param>
    public static void AddSink(float sink, ref float shift, ref float delta, int rows, ref float sums)
    {
        for (int row = 0; row < rows; row++)
        {
            float rowShift = Unsafe.Add(ref shift, row);
            if (!float.IsNegativeInfinity(rowShift))
            {
                float exponent = Lanes.MultiplyAdd(sink, Log2E, -rowShift);
                ref float sum = ref Unsafe.Add(ref sums, row & (RowGroup - 1));
                sum = Lanes.MultiplyAdd(Exponential.Exp2(exponent > 0 ? 0 : exponent), Unsafe.Add(ref delta, row), sum);
            }
        }
    }

    /// <summary>The gradient of a sink: 0 less its sums, folded in halves.</summary>
    /// <param name="sums">16 partial sums.</param>
    public static float OfSink(ref float sums)
    {
        Vector256<float> eight = Vector256.LoadUnsafe(ref sums) + Vector256.LoadUnsafe(ref sums, 8);
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return 0 - ((four[0] + four[2]) + (four[1] + four[3]));
    }

    /// <summary>Adds to the gradient of a bias the rows of gradients, 32 rows at a time.</summary>
    /// <param name="gradients">Element [0, 0], in rows that follow each other.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="biasGradient">One float an element.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(ref float gradients, int rows, int length, ref float biasGradient)
    {
        for (int fold = 0; fold < rows; fold += RowFold)
        {
            ref float first = ref Unsafe.Add(ref gradients, (nint)fold * length);
            int count = Math.Min(RowFold, rows - fold);
            int x = 0;
            for (; x <= length - Vector256<float>.Count; x += Vector256<float>.Count)
            {
                Vector256<float> sum = default;
                for (nint row = 0; row < count; row++)
                {
                    sum += Vector256.LoadUnsafe(ref Unsafe.Add(ref first, (row * length) + x));
                }

                (Vector256.LoadUnsafe(ref biasGradient, (nuint)x) + sum).StoreUnsafe(ref biasGradient, (nuint)x);
            }

            for (; x < length; x++)
            {
                float sum = 0;
                for (nint row = 0; row < count; row++)
                {
                    sum += Unsafe.Add(ref first, (row * length) + x);
                }

                Unsafe.Add(ref biasGradient, x) += sum;
            }
        }
    }

    private static Vector128<float> FourDeltas(ref float contextGradient, ref float context, nint stride, int dims)
    {
        float delta0 = 0;
        float delta1 = 0;
        float delta2 = 0;
        float delta3 = 0;
        for (nint x = 0; x < dims; x++)
        {
            delta0 = Lanes.MultiplyAdd(Unsafe.Add(ref contextGradient, x), Unsafe.Add(ref context, x), delta0);
            delta1 = Lanes.MultiplyAdd(Unsafe.Add(ref contextGradient, x + stride), Unsafe.Add(ref context, x + stride), delta1);
            delta2 = Lanes.MultiplyAdd(Unsafe.Add(ref contextGradient, x + (2 * stride)), Unsafe.Add(ref context, x + (2 * stride)), delta2);
            delta3 = Lanes.MultiplyAdd(Unsafe.Add(ref contextGradient, x + (3 * stride)), Unsafe.Add(ref context, x + (3 * stride)), delta3);
        }

        return Vector128.Create(delta0, delta1, delta2, delta3);
    }

    private static float Delta(ref float contextGradient, ref float context, int dims)
    {
        float delta = 0;
        for (int x = 0; x < dims; x++)
        {
            delta = Lanes.MultiplyAdd(Unsafe.Add(ref contextGradient, x), Unsafe.Add(ref context, x), delta);
        }

        return delta;
    }

    private static Vector128<float> Marks(Vector128<float> weights) => Vector128.Equals(weights.AsInt32(), Vector128.Create(int.MinValue)).AsSingle();

    private static void ClearIdle(int rows, ref float statistic)
    {
        for (int row = rows; row % RowGroup != 0; row++)
        {
            Unsafe.Add(ref statistic, row) = 0;
        }
    }
}
