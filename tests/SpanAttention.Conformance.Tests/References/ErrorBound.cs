using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>How far the canonical order may be from exact arithmetic, either canon.</summary>
/// <remarks>
/// u = 2^−24, P = largest scale·Σ|q·k| of a visible pair, G = bound of every logit, V = largest |value|, S = visible keys, a sink counting as one.
/// A weight before normalization, e^logit, errs relatively by what its logit errs absolutely. Without options, where G = P:
///   d·u·P    the score: d roundings, each at most a partial sum of |q·k|
///   u·G      c = float(scale·log2 e)
///   5u·G     the exponent: products and differences of numbers up to c·G, and the rounded shift against the exact one
///   4u·G     α over all tiles: a difference and a product each, which telescope to at most 2·c·G
///   3.88u    E; over all floats it errs by 2.99u at most.
/// Natural units add
///   2u·P     the scale as float, and the product with it
///   8u·G     a soft cap: as x·tanh′(x) ≤ tanh x ≤ 1 and tanh′ ≤ 1, what is before it passes unmagnified, and cap as float and the quotient add 2u·|cap·tanh|;
///            tanh 4u, cap as float and the product 2u
///   u·G      a bias: the sum
///   3u·G     ALiBi: the slope as float, the product in the separate canon, the sum; distances are exact.
/// A sink is exact and starts the sum with 1, exactly its power; from then on it is a key like others.
/// Numerator and denominator also err by min(S, 64) additions, and by 5.88u a tile (E, fold), the reciprocal and the last product by 3u, and with dropout the
/// factor 1 / (1 − rate) as float and the product with it by 2u. Twice the weights' error plus these is at most 2·L·u + 25·u·S, as S ≥ 1, where L·u is the logit's
/// error as above (2u·S more with dropout); a 25th part more covers second-order terms. Without options that is at most 26·u·(d·P + S).
/// Sums of products below the smallest normal float add one spacing of subnormals each.
/// </remarks>
public sealed class ErrorBound
{
    private const double SecondOrder = 26.0 / 25;
    private const double UnitRoundoff = 1.0 / (1 << 24);

    private ErrorBound(double context, double logSumExp, double hull, double score, double largestValue)
    {
        Context = context;
        LogSumExp = logSumExp;
        Hull = hull;
        Score = score;
        LargestValue = largestValue;
    }

    /// <summary>Of an element of context.</summary>
    public double Context { get; }

    /// <summary>Of a logSumExp; and, as the errors are relative, of a row sum of weights.</summary>
    public double LogSumExp { get; }

    /// <summary>Of context against the hull of the values: scores do not matter, as numerator and denominator use the same powers.</summary>
    public double Hull { get; }

    /// <summary>Of a score of any stage.</summary>
    public double Score { get; }

    /// <summary>What no element of context exceeds: the largest value, magnified by what is dropped.</summary>
    public double LargestValue { get; }

    public static ErrorBound Of(AttentionShape shape, AttentionInputs inputs)
    {
        LargestTerms largest = new(shape, inputs);
        double largestValue = largest.Value * shape.KeepScale;
        int terms = Math.Max(inputs.KeyCount, 1) + (shape.Sinks ? 1 : 0);
        int tiles = (inputs.KeyCount + 63) / 64;
        double relative = SecondOrder * UnitRoundoff * ((2 * LogitRoundings(shape, largest)) + ((shape.Dropout ? 27 : 25) * terms));
        double additions = (2 * (Math.Min(terms, 64) + 1 + (2 * tiles))) + (shape.Dropout ? 5 : 3);
        double underflow = (terms + 2) * (double)float.Epsilon * shape.KeepScale;

        // logSumExp itself is at most G + ln S; it is rounded three times, and its logarithm errs by less than 4u of its own size.
        double logarithm = 7 * UnitRoundoff * (largest.Logit + Math.Log(terms) + 1);
        return new ErrorBound(
            (relative * largestValue) + underflow,
            relative + logarithm,
            (1.01 * additions * UnitRoundoff * largestValue) + underflow,
            (SecondOrder * UnitRoundoff * LogitRoundings(shape, largest)) + ((shape.HeadDim + 1) * (double)float.Epsilon),
            largestValue);
    }

    /// <summary>The error of a logit, and of what the exponent makes of it, in unit roundoffs; E is not counted.</summary>
    private static double LogitRoundings(AttentionShape shape, LargestTerms largest)
    {
        int productRoundings = shape.HeadDim + (shape.HasNaturalUnits ? 2 : 0);
        int logitRoundings = 10 + (shape.SoftCap is null ? 0 : 8) + (shape.Bias == AttentionBias.None ? 0 : 1) + (shape.Alibi ? 3 : 0);
        return (productRoundings * largest.Product) + (logitRoundings * largest.Logit);
    }
}
