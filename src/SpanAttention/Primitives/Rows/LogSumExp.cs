using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpanAttention.Primitives;

/// <summary>The natural logarithm of a row's sum of exponentials, from the statistics of the online softmax.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LogSumExp
{
    internal const float Ln2 = 0.693147180559945309f;

    /// <summary>logSumExp[i] = (maximum[i] · scaleLog2E + log2 sum[i]) · ln 2; −∞ where no key was visible (sum = 0).</summary>
    /// <param name="maximum">Row maxima of the raw scores, readable to a multiple of four rows.</param>
    /// <param name="sum">Row sums of 2^(score · scaleLog2E − maximum · scaleLog2E), readable likewise.</param>
    /// <param name="rows">Rows to write.</param>
    /// <param name="scaleLog2E">scale · log2 e.</param>
    /// <param name="logSumExp">The first row's result.</param>
    public static void Store(ref float maximum, ref float sum, int rows, float scaleLog2E, ref float logSumExp)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            Vector128<float> total = Vector128.LoadUnsafe(ref sum, (nuint)row);
            Vector128<float> result = ((Vector128.LoadUnsafe(ref maximum, (nuint)row) * scaleLog2E) + Logarithm.Log2(total)) * Ln2;
            StoreRows(result, rows - row, ref Unsafe.Add(ref logSumExp, row));
        }
    }

    /// <summary>The same for maxima in natural units: logSumExp[i] = maximum[i] + log2 sum[i] · ln 2.</summary>
    /// <inheritdoc cref="Store(ref float, ref float, int, float, ref float)"/>
    public static void StoreNatural(ref float maximum, ref float sum, int rows, ref float logSumExp)
    {
        for (int row = 0; row < rows; row += Vector128<float>.Count)
        {
            Vector128<float> total = Vector128.LoadUnsafe(ref sum, (nuint)row);
            Vector128<float> result = Vector128.LoadUnsafe(ref maximum, (nuint)row) + (Logarithm.Log2(total) * Ln2);
            StoreRows(result, rows - row, ref Unsafe.Add(ref logSumExp, row));
        }
    }

    private static void StoreRows(Vector128<float> values, int rows, ref float destination)
    {
        if (rows >= Vector128<float>.Count)
        {
            values.StoreUnsafe(ref destination);
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            Unsafe.Add(ref destination, row) = values[row];
        }
    }
}
