using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Additive attention in double.</summary>
/// <remarks>
/// How far the canonical order may be from it, with u = 2^−24, d head dimensions, A = Σ|v_x| (d without scale), S keys and V the largest |value|. A score errs by
///   u·A·m        q + k is rounded, which moves a tangent by |q + k| · (1 − tanh²) · u: at most m = 0.45 times u
///   1.68·2·u·A   the canon's tanh, 1.68 ulp
///   d·u·A        d multiply-adds, each at most a partial sum; one more where products are rounded too
/// so by at most (2·d + 4)·u·A, and the exponent by 10·u·A more, as for scaled products with a scale of 1 (see <see cref="ErrorBound"/>). Numerator and denominator then err
/// as there: twice the weights' error plus 25·u·S. Together: (2 · (2·d + 14) · A + 26·S) · u · V.
/// </remarks>
public sealed class DoubleAdditive(AdditiveDeclaration declaration)
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    public double[] Forward(AdditiveInputs inputs)
    {
        double[] weights = Weights(inputs);
        double[] contexts = new double[inputs.QueryLength * declaration.ValueDim];
        for (int index = 0; index < contexts.Length; index++)
        {
            (int row, int x) = Math.DivRem(index, declaration.ValueDim);
            contexts[index] = Visible(inputs, row).Sum(key => weights[(row * inputs.KeyLength) + key] * inputs.Value[(key * declaration.ValueDim) + x]);
        }

        return contexts;
    }

    public double[] Weights(AdditiveInputs inputs)
    {
        double[] weights = new double[inputs.QueryLength * inputs.KeyLength];
        for (int row = 0; row < inputs.QueryLength; row++)
        {
            int[] visible = [.. Visible(inputs, row)];
            double[] scores = [.. visible.Select(key => Score(inputs, row, key))];
            double maximum = scores.Append(double.NegativeInfinity).Max();
            double sum = scores.Sum(score => Math.Exp(score - maximum));
            for (int index = 0; index < visible.Length; index++)
            {
                weights[(row * inputs.KeyLength) + visible[index]] = Math.Exp(scores[index] - maximum) / sum;
            }
        }

        return weights;
    }

    /// <summary>How far an element of context may be off; that of a weight where every value is 1.</summary>
    public double Bound(AdditiveInputs inputs, double largestValue)
    {
        double weights = declaration.HasScale ? inputs.Scale.Sum(static weight => Math.Abs((double)weight)) : declaration.HeadDim;
        return UnitRoundoff * ((2 * ((2 * declaration.HeadDim) + 14) * weights) + (26 * inputs.KeyLength)) * largestValue;
    }

    private static IEnumerable<int> Visible(AdditiveInputs inputs, int row) => Enumerable.Range(0, inputs.KeyLength).Where(key => inputs.IsVisible(row, key));

    private double Score(AdditiveInputs inputs, int row, int key) => Enumerable.Range(0, declaration.HeadDim).Sum(x =>
        (declaration.HasScale ? (double)inputs.Scale[x] : 1) * Math.Tanh((double)inputs.Query[(row * declaration.HeadDim) + x] + inputs.Key[(key * declaration.HeadDim) + x]));
}
