using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>How far the canonical order may be from exact arithmetic, either canon.</summary>
/// <remarks>
/// u = 2^−24, B = largest Σ|q·k| of a visible pair, V = largest |value|, S = visible keys. A weight before normalization, e^(scale·score), errs relatively by
///   d·u·scale·B    the score: d roundings, each at most a partial sum of |q·k|
///   u·scale·B      c = float(scale·log2 e)
///   5u·scale·B     the exponent: products and differences of numbers up to c·B, and the rounded shift against the exact one
///   4u·scale·B     α over all tiles: a difference and a product each, which telescope to at most 2·c·B
///   3.88u          E; over all floats it errs by 2.99u at most.
/// So at most (d + 10)·u·scale·B ≤ 11·u·d·scale·B, plus 3.88u. Numerator and denominator also err by min(S, 64) additions, and by 5.88u a tile (E, fold), the
/// reciprocal and the last product by 3u. Twice the weights' error plus these is at most 22·u·d·scale·B + 25·u·S, as S ≥ 1: c = 25, and 26 covers second-order terms.
/// Sums of products below the smallest normal float add one spacing of subnormals each.
/// </remarks>
public sealed class ErrorBound
{
    private const double Factor = 26;
    private const double UnitRoundoff = 1.0 / (1 << 24);

    private ErrorBound(double context, double logSumExp, double hull, double largestValue)
    {
        Context = context;
        LogSumExp = logSumExp;
        Hull = hull;
        LargestValue = largestValue;
    }

    /// <summary>Of an element of context.</summary>
    public double Context { get; }

    /// <summary>Of a logSumExp; and, as the errors are relative, of a row sum of weights.</summary>
    public double LogSumExp { get; }

    /// <summary>Of context against the hull of the values: scores do not matter, as numerator and denominator use the same powers.</summary>
    public double Hull { get; }

    public double LargestValue { get; }

    public static ErrorBound Of(AttentionShape shape, AttentionInputs inputs)
    {
        double largestValue = inputs.Value.Select(value => Math.Abs((double)value)).Append(0).Max();
        double largestScore = shape.Scale * LargestProduct(shape, inputs);
        double relative = UnitRoundoff * ((shape.HeadDim * largestScore) + Math.Max(inputs.KeyCount, 1));
        int tiles = (inputs.KeyCount + 63) / 64;
        double additions = (2 * (Math.Min(inputs.KeyCount, 64) + 1 + (2 * tiles))) + 3;
        double underflow = (inputs.KeyCount + 2) * (double)float.Epsilon;

        // logSumExp itself is at most scale·B + ln S; it is rounded three times, and its logarithm errs by less than 4u of its own size.
        double logarithm = 7 * UnitRoundoff * (largestScore + Math.Log(Math.Max(inputs.KeyCount, 1)) + 1);
        return new ErrorBound(
            (Factor * relative * largestValue) + underflow,
            (Factor * relative) + logarithm,
            (1.01 * additions * UnitRoundoff * largestValue) + underflow,
            largestValue);
    }

    private static double LargestProduct(AttentionShape shape, AttentionInputs inputs)
    {
        double largest = 0;
        foreach (AttentionRow row in AttentionRow.All(shape, inputs))
        {
            for (int key = 0; key < inputs.KeyCount; key++)
            {
                largest = Math.Max(largest, Product(row.Query, row.Key(key)));
            }
        }

        return largest;
    }

    private static double Product(ReadOnlySpan<float> query, ReadOnlySpan<float> key)
    {
        double sum = 0;
        for (int x = 0; x < query.Length; x++)
        {
            sum += Math.Abs((double)query[x] * key[x]);
        }

        return sum;
    }
}
