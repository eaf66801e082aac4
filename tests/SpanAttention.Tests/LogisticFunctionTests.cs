using SpanAttention.Primitives;
using Xunit;
using Xunit.Abstractions;

namespace SpanAttention.Tests;

/// <summary>The logistic function of the canonical order: its bound, its edges, and the bits of its definition in every width.</summary>
public class LogisticFunctionTests(ITestOutputHelper output)
{
    private static readonly ElementaryFunction Sigma = new(
        "σ", Canonical, LogisticFunction.Sigma, LogisticFunction.Sigma, LogisticFunction.Sigma, static x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)));

    private static double StatedUlps => AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? 3.46 : 3.63;

    [Fact]
    public void Is_within_its_stated_bound_and_the_same_in_every_form() => AssertHolds(FloatSweep.Through(Sigma, new FloatRange(-87.33f, 100)));

    [Theory]
    [InlineData(0.34657359f)]
    [InlineData(87.2f)]
    [InlineData(17.32868f)]
    public void Holds_where_the_method_changes(float argument) =>
        AssertHolds(FloatSweep.Over(Sigma, FloatRange.Around(argument, 1 << 13), FloatRange.Around(-argument, 1 << 13)));

    [Fact]
    public void The_scalar_form_is_that_of_vectors()
    {
        for (float x = -90; x < 90; x += 0.137f)
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(Canonical(x)), BitConverter.SingleToInt32Bits(LogisticFunction.Sigma(x)));
        }
    }

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(float.Epsilon, 0.5f)]
    [InlineData(-float.Epsilon, 0.5f)]
    [InlineData(20f, 1f)]
    [InlineData(-88f, 0f)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void Is_exact_at_edges(float x, float expected) =>
        Assert.All(Sigma.Forms([.. Enumerable.Repeat(x, 16)]), form => Assert.All(form.Results, result => Assert.Equal(expected, result)));

    // As CanonicalOrder.md has it.
    private static float Canonical(float x)
    {
        const float ToInteger = 12582912f;
        const float Farthest = 87.33654f;
        float a = MathF.Abs(x);
        float bounded = a >= Farthest ? Farthest : a;
        float n = ToInteger - ((bounded * 1.4426950408889634f) + ToInteger);
        float f = Lanes.MultiplyAdd(n, -0.693359375f, -bounded);
        f = Lanes.MultiplyAdd(n, 2.12194440e-4f, f);
        float falling = a >= Farthest ? 0 : Exponential.Exp2(f * 1.4426950408889634f) * Exponential.Exp2(n);
        return (x >= 0 ? 1 : falling) / (1 + falling);
    }

    private void AssertHolds(FloatSweep sweep)
    {
        output.WriteLine(sweep.ToString());
        Assert.Null(sweep.Difference);
        Assert.True(sweep.WorstUlps <= StatedUlps, sweep.ToString());
    }
}
