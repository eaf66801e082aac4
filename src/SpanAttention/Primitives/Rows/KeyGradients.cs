using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The way from scores to their gradients, for rows that lie along the keys of one tile, <c>[rows, 64 keys]</c>, keys in lanes.</summary>
/// <remarks>Weights of keys that are left out are −0, and so are the gradients of their scores: no other is.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyGradients
{
    /// <summary>weights = 2^(c · scores − shift), at most 1, in place of the scores.</summary>
    /// <param name="scores">Element [0, 0], as summed.</param>
    /// <param name="keys">Keys; a row is read to a multiple of four.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="scaleLog2E">c.</param>
    /// <param name="shift">One a row: logSumExp · log2 e.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weigh(ref float scores, int keys, int rows, float scaleLog2E, ref float shift)
    {
        Vector128<float> scale = Vector128.Create(scaleLog2E);
        for (int row = 0; row < rows; row++)
        {
            ref float rowScores = ref Unsafe.Add(ref scores, row * Transpose.KeyTile);
            Vector128<float> negated = Vector128.Create(-Unsafe.Add(ref shift, row));
            for (nuint j = 0; j < (nuint)keys; j += (nuint)Vector128<float>.Count)
            {
                Lanes128.Weight(Vector128.LoadUnsafe(ref rowScores, j), scale, negated).StoreUnsafe(ref rowScores, j);
            }
        }
    }

    /// <summary>gradients = weights · (products − delta) + 0, in place of the weights; −0 stays.</summary>
    /// <param name="products">Gradients of the weights.</param>
    /// <param name="keys">Keys; a row is read to a multiple of four.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="delta">One a row.</param>
    /// <param name="weights">Element [0, 0].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scores(ref float products, int keys, int rows, ref float delta, ref float weights)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float rowProducts = ref Unsafe.Add(ref products, row * Transpose.KeyTile);
            ref float rowWeights = ref Unsafe.Add(ref weights, row * Transpose.KeyTile);
            Vector128<float> rowDelta = Vector128.Create(Unsafe.Add(ref delta, row));
            for (nuint j = 0; j < (nuint)keys; j += (nuint)Vector128<float>.Count)
            {
                Lanes128.ScoreGradient(Vector128.LoadUnsafe(ref rowWeights, j), Vector128.LoadUnsafe(ref rowProducts, j) - rowDelta).StoreUnsafe(ref rowWeights, j);
            }
        }
    }

    /// <summary>gradients = 1 / sum · (products − delta) + 0, in place of the weights, where these are scores over their sum; all zeros where sum = 0.</summary>
    /// <inheritdoc cref="Scores"/>
    /// <param name="sum">One a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SharesOfSum(ref float products, int keys, int rows, ref float delta, ref float sum, ref float weights)
    {
        for (int row = 0; row < rows; row++)
        {
            float total = Unsafe.Add(ref sum, row);
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref weights, row * Transpose.KeyTile), keys).Fill(total == 0 ? 0 : 1 / total);
        }

        Scores(ref products, keys, rows, ref delta, ref weights);
    }

    /// <summary>delta_i = delta_i + Σ_j weights[i, j] · products[i, j], key by key.</summary>
    /// <param name="weights">Element [0, 0].</param>
    /// <param name="products">Gradients of the weights.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="delta">One a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddDeltas(ref float weights, ref float products, int keys, int rows, ref float delta)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float rowWeights = ref Unsafe.Add(ref weights, row * Transpose.KeyTile);
            ref float rowProducts = ref Unsafe.Add(ref products, row * Transpose.KeyTile);
            float sum = Unsafe.Add(ref delta, row);
            for (int j = 0; j < keys; j++)
            {
                sum = Lanes.MultiplyAdd(Unsafe.Add(ref rowWeights, j), Unsafe.Add(ref rowProducts, j), sum);
            }

            Unsafe.Add(ref delta, row) = sum;
        }
    }

    /// <summary>Tells whether a weight, or the gradient of its score, is −0.</summary>
    /// <param name="weight">The weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLeftOut(float weight) => BitConverter.SingleToInt32Bits(weight) == int.MinValue;
}
