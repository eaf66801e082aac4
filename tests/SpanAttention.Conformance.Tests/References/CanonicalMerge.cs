namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of joining attention over two disjoint key sets, one row of one head.</summary>
public sealed class CanonicalMerge(CanonicalArithmetic arithmetic)
{
    /// <summary>Writes the joint context and returns the joint logSumExp.</summary>
    public float Row(ReadOnlySpan<float> contextA, float logSumExpA, ReadOnlySpan<float> contextB, float logSumExpB, Span<float> context)
    {
        if (float.IsNegativeInfinity(logSumExpA) && float.IsNegativeInfinity(logSumExpB))
        {
            context.Clear();
            return float.NegativeInfinity;
        }

        float maximum = logSumExpA > logSumExpB ? logSumExpA : logSumExpB;
        float weightA = Weight(logSumExpA, maximum);
        float weightB = Weight(logSumExpB, maximum);
        float total = weightA + weightB;
        float reciprocal = 1 / total;
        for (int x = 0; x < context.Length; x++)
        {
            context[x] = (Part(weightA, contextA[x]) + Part(weightB, contextB[x])) * reciprocal;
        }

        return total == 1 ? maximum : maximum + (arithmetic.Log2(total) * CanonicalArithmetic.LogTwo);
    }

    private float Weight(float logSumExp, float maximum) =>
        float.IsNegativeInfinity(logSumExp) ? 0 : arithmetic.Exp2((logSumExp - maximum) * (float)CanonicalArithmetic.LogarithmOfE);

    private static float Part(float weight, float value) => weight == 0 ? -0f : weight * value;
}
