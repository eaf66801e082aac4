using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>Joins attention over disjoint sets of keys.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PartialAttention
{
    private const float Log2E = 1.44269504088896341f;

    /// <summary>Attention over the union of two key sets, from the contexts and logSumExps over each.</summary>
    /// <remarks>Swapping the parts gives the same bits; a part with logSumExp −∞ is not read. Contexts may be written over either part.</remarks>
    /// <exception cref="ArgumentException">A result overlaps a part in another way, or the other result.</exception>
    /// <param name="outputA">Contexts of part A.</param>
    /// <param name="logSumExpA">Natural logSumExps of part A, <c>[heads, tokens]</c>.</param>
    /// <param name="outputB">Contexts of part B.</param>
    /// <param name="logSumExpB">Natural logSumExps of part B.</param>
    /// <param name="output">Contexts of the union.</param>
    /// <param name="logSumExp">logSumExps of the union.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="valueDim">Floats of one head's context.</param>
    /// <param name="tokensFirst">Whether contexts are <c>[tokens, heads, dim]</c> rather than <c>[heads, tokens, dim]</c>.</param>
    public static void Merge(
        ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB,
        Span<float> output, Span<float> logSumExp, int heads, int valueDim, bool tokensFirst)
    {
        CheckPlaces(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp);
        int tokens = logSumExpA.Length / heads;
        for (int row = 0; row < logSumExpA.Length; row++)
        {
            int head = row / tokens;
            int token = row % tokens;
            int start = (tokensFirst ? (token * heads) + head : row) * valueDim;
            logSumExp[row] = MergeRow(
                outputA.Slice(start, valueDim), logSumExpA[row], outputB.Slice(start, valueDim), logSumExpB[row], output.Slice(start, valueDim));
        }
    }

    /// <summary>A row is read before it is written, so results may take a part's place; anything else must not be shared.</summary>
    private static void CheckPlaces(
        ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB,
        Span<float> output, Span<float> logSumExp)
    {
        int written = outputA.Length;
        int rows = logSumExpA.Length;
        SpanShape.SameOrDisjoint(output, written, outputA, "output", "outputA");
        SpanShape.SameOrDisjoint(output, written, outputB, "output", "outputB");
        SpanShape.Disjoint(output, written, logSumExpA, "output", "logSumExpA");
        SpanShape.Disjoint(output, written, logSumExpB, "output", "logSumExpB");
        SpanShape.SameOrDisjoint(logSumExp, rows, logSumExpA, "logSumExp", "logSumExpA");
        SpanShape.SameOrDisjoint(logSumExp, rows, logSumExpB, "logSumExp", "logSumExpB");
        SpanShape.Disjoint(logSumExp, rows, outputA, "logSumExp", "outputA");
        SpanShape.Disjoint(logSumExp, rows, outputB, "logSumExp", "outputB");
        SpanShape.Disjoint(logSumExp, rows, output[..written], "logSumExp", "output");
    }

    private static float MergeRow(ReadOnlySpan<float> contextA, float a, ReadOnlySpan<float> contextB, float b, Span<float> context)
    {
        if (a == float.NegativeInfinity && b == float.NegativeInfinity)
        {
            context.Clear();
            return float.NegativeInfinity;
        }

        float maximum = a > b ? a : b;
        float weightA = Weight(a, maximum);
        float weightB = Weight(b, maximum);
        float sum = weightA + weightB;
        float factor = 1 / sum;
        for (int x = 0; x < context.Length; x++)
        {
            float partA = weightA == 0 ? -0f : weightA * contextA[x]; // −0 + x is x, for −0 too
            float partB = weightB == 0 ? -0f : weightB * contextB[x];
            context[x] = (partA + partB) * factor;
        }

        return sum == 1 ? maximum : maximum + (Logarithm.Log2(sum) * LogSumExp.Ln2);
    }

    private static float Weight(float logSumExp, float maximum) =>
        logSumExp == float.NegativeInfinity ? 0 : Exponential.Exp2((logSumExp - maximum) * Log2E);
}
