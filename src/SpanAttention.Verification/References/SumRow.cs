namespace SpanAttention.Verification;

/// <summary>One row of scores divided by their sum in double, and how far careful float arithmetic may be from it; zeros where all scores are 0.</summary>
/// <remarks>
/// A computed score errs by ε_j, and so their sum by Δ = Σ ε_j + (S + 2) · u · Σ |score_j|. A weight is off by no more than (ε_j + |weight_j| · Δ) / (|sum| − Δ) and two roundings. Where Δ is half of the sum,
/// scores cancel, and nothing is known.
/// </remarks>
internal sealed class SumRow : NormalizedRow
{
    /// <param name="scores">Of all keys.</param>
    /// <param name="magnitudes">The sum of the magnitudes of what each is made of.</param>
    /// <param name="errors">ε of each.</param>
    /// <param name="unit">Relative rounding of a sum.</param>
    public SumRow(double[] scores, double[] magnitudes, double[] errors, double unit)
    {
        double sum = scores.Sum();
        double size = scores.Sum(Math.Abs);
        double off = errors.Sum() + ((scores.Length + 2) * unit * size);
        bool isZero = magnitudes.All(static magnitude => magnitude == 0);
        bool cancels = !(off < Math.Abs(sum) / 2);
        Weights = Array.ConvertAll(scores, score => isZero ? 0 : score / sum);
        Size = cancels ? double.NaN : size / Math.Abs(sum);
        WeightErrors = isZero
            ? new double[scores.Length]
            : [.. Weights.Select((weight, index) => cancels ? double.NaN : ((errors[index] + (Math.Abs(weight) * off)) / (Math.Abs(sum) - off)) + (2 * unit * Math.Abs(weight)))];
    }
}
