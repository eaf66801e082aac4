using SpanAttention.Primitives;
using Xunit;
using Xunit.Abstractions;

namespace SpanAttention.Tests;

/// <summary>The error function of the canonical order: its bound, its edges, its order, and the bits of its definition in every width.</summary>
public class ErrorFunctionTests(ITestOutputHelper output)
{
    private static readonly ElementaryFunction Erf = new("erf", Canonical, ErrorFunction.Erf, ErrorFunction.Erf, ErrorFunction.Erf, Exact);

    private static double StatedUlps => AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? 1.51 : 1.67;

    [Fact]
    public void Is_within_its_stated_bound_and_the_same_in_every_form() => AssertHolds(FloatSweep.Through(Erf, new FloatRange(-5, 5)));

    [Theory]
    [InlineData(0.921875f)]
    [InlineData(3.92f)]
    [InlineData(4f)]
    public void Holds_where_the_method_changes(float argument) =>
        AssertHolds(FloatSweep.Over(Erf, FloatRange.Around(argument, 1 << 16), FloatRange.Around(-argument, 1 << 16)));

    [Fact]
    public void The_scalar_form_is_that_of_vectors()
    {
        for (float x = -6; x < 6; x += 0.0137f)
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(Canonical(x)), BitConverter.SingleToInt32Bits(ErrorFunction.Erf(x)));
        }
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(4f, 1f)]
    [InlineData(-4f, -1f)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Is_exact_at_edges(float x, float expected) => Assert.All(
        Erf.Forms([.. Enumerable.Repeat(x, 16)]),
        form => Assert.All(form.Results, result => Assert.Equal((expected, float.IsNaN(x) || float.IsNegative(expected)), (result, float.IsNaN(x) || float.IsNegative(result)))));

    [Fact]
    public void Zero_keeps_its_sign() =>
        Assert.All(Erf.Forms([.. Enumerable.Repeat(-0f, 16)]), static form => Assert.All(form.Results, static result => Assert.True(float.IsNegative(result) && result == 0)));

    // As CanonicalOrder.md has it.
    private static float Canonical(float x)
    {
        float a = MathF.Abs(x);
        float result = a <= 0.921875f ? Series(a) : a >= 4 ? 1 : 1 - Exponential.Exp2(Logarithm(a));
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(result) | (BitConverter.SingleToInt32Bits(x) & int.MinValue));
    }

    private static float Series(float a)
    {
        float[] coefficients =
        [
            7.99504850874655e-05f, -0.0008049514726735651f, 0.005192392505705357f, -0.026855729520320892f, 0.11283625662326813f, -0.3761262893676758f, 0.12837916612625122f,
        ];
        return Lanes.MultiplyAdd(Horner(coefficients, a * a), a, a);
    }

    private static float Logarithm(float a) =>
        Horner([0.0002823652175720781f, -0.004387369379401207f, 0.03205444663763046f, -0.14991624653339386f, -0.9192885756492615f, -1.6268748044967651f, -0.0002865044807549566f], a);

    private static float Horner(float[] coefficients, float x) => coefficients.Skip(1).Aggregate(coefficients[0], (sum, coefficient) => Lanes.MultiplyAdd(sum, x, coefficient));

    // 2/√π · e^(−x²) · Σ 2^n x^(2n+1) / (2n + 1)!!: no term is negative, so that nothing cancels.
    private static double Exact(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private void AssertHolds(FloatSweep sweep)
    {
        output.WriteLine(sweep.ToString());
        Assert.Null(sweep.Difference);
        Assert.True(sweep.WorstUlps <= StatedUlps, sweep.ToString());
    }
}
