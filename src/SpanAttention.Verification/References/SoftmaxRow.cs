using System.Runtime.CompilerServices;

namespace SpanAttention.Verification;

/// <summary>The softmax of one row of logits in double, and how far careful float arithmetic may be from it.</summary>
/// <remarks>
/// A computed logit errs by δ_j, |δ_j| ≤ ε_j. A computed weight is e^(l_j + δ_j) / Σ e^(l_i + δ_i): no more than e^(l_j − lse + ε_j + ε̄), with ε̄ what the logarithm of the sum may be off by (Σ w_i ε_i where
/// that is small, the largest ε of those that may count where it is not), never more than 1, and no less than 1 less what all others may be. The sums' own rounding comes on top: <see cref="Sums"/>.
/// </remarks>
internal sealed class SoftmaxRow : NormalizedRow
{
    // e^−110 is less than the smallest subnormal.
    private const double Vanishing = -110;

    private const double FirstOrder = 0.05;

    /// <param name="logits">Of what is seen.</param>
    /// <param name="errors">ε of each.</param>
    /// <param name="sink">A logit more, which has no value; −∞ for none.</param>
    /// <param name="sinkError">ε of the sink.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SoftmaxRow(double[] logits, double[] errors, double sink, double sinkError)
    {
        double maximum = sink;
        foreach (double logit in logits)
        {
            maximum = Math.Max(maximum, logit);
        }

        Weights = new double[logits.Length];
        double sum = Math.Exp(sink - maximum);
        for (int index = 0; index < logits.Length; index++)
        {
            Weights[index] = Math.Exp(logits[index] - maximum);
            sum += Weights[index];
        }

        for (int index = 0; index < logits.Length; index++)
        {
            Weights[index] /= sum;
        }

        LogSumExp = maximum + Math.Log(sum);
        LogSumExpError = ErrorOfSum(logits, errors, sink, sinkError);
        WeightErrors = errors.Max() + LogSumExpError < FirstOrder ? FirstOrderErrors(errors) : Errors(logits, errors, Upper(sink, sinkError));
    }

    /// <summary>Says what sums of so many products, the rescaling of an online softmax and the division add, relatively: 4 roundings a term, and 20.</summary>
    public static double Sums(int terms, Precision precision) => (((4 * (terms + 2)) + 20) * Precision.Float) + (6 * precision.Stored);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double ErrorOfSum(double[] logits, double[] errors, double sink, double sinkError)
    {
        double mean = double.IsNegativeInfinity(sink) ? 0 : Math.Exp(sink - LogSumExp) * sinkError;
        double largest = mean == 0 ? 0 : sinkError;
        for (int index = 0; index < logits.Length; index++)
        {
            mean += Weights[index] * errors[index];
            largest = logits[index] - LogSumExp + errors[index] > Vanishing ? Math.Max(largest, errors[index]) : largest;
        }

        return mean < FirstOrder && largest < 1 ? 1.1 * mean : largest;
    }

    // e^ε − 1 ≤ 1.03 ε below 0.05.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] FirstOrderErrors(double[] errors)
    {
        double[] weightErrors = new double[errors.Length];
        for (int index = 0; index < errors.Length; index++)
        {
            weightErrors[index] = 1.03 * Weights[index] * (errors[index] + LogSumExpError);
        }

        return weightErrors;
    }

    private double Upper(double logit, double error)
    {
        double exponent = logit - LogSumExp + error + LogSumExpError;
        return exponent < Vanishing ? 0 : Math.Exp(Math.Min(exponent, 0));
    }

    private double[] Errors(double[] logits, double[] errors, double sinkUpper)
    {
        double[] upper = [.. logits.Select((logit, index) => Upper(logit, errors[index]))];
        double all = upper.Sum() + sinkUpper;
        return [.. upper.Select((most, index) =>
        {
            double first = Weights[index] * Math.Exp(-Math.Min(errors[index] + LogSumExpError, -Vanishing));
            double least = Math.Max(first, 1 - (all - most));
            return Math.Max(most - Weights[index], Weights[index] - least);
        })];
    }
}
