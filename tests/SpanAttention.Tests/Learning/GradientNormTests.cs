using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>The norm of gradients, and what it is clipped by.</summary>
public class GradientNormTests
{
    [Fact]
    public void It_is_the_root_of_all_squares()
    {
        GradientNorm norm = default;
        Assert.Equal(0, norm.Value);
        norm.Add([3]);
        norm.Add([]);
        norm.Add([0, -4]);
        Assert.Equal(5, norm.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_003)]
    public void Long_tensors_lose_nothing(int length)
    {
        float[] gradients = [.. Enumerable.Range(0, length).Select(static index => ((index * 37) % 101) - 50f)];
        GradientNorm norm = default;
        norm.Add(gradients);

        // Integers: the sum of each 4096 squares is below 2^24, and all are exact.
        Assert.Equal(Math.Sqrt(gradients.Sum(static gradient => (double)gradient * gradient)), norm.Value);
    }

    [Fact]
    public void Clipped_gradients_have_the_largest_norm_and_shorter_ones_stay()
    {
        float[] gradients = [30, -40, 0];
        GradientNorm norm = default;
        norm.Add(gradients);
        Assert.Equal(1, norm.FactorFor(50));

        GradientNorm.Scale(gradients, norm.FactorFor(5));

        Assert.Equal([3, -4, 0], gradients);
        GradientNorm.Scale([], 0.5f);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e30f)]
    public void What_cannot_be_clipped_is_said(float gradient)
    {
        GradientNorm norm = default;
        norm.Add([1, gradient]);
        Assert.Contains("The norm of the gradients is", Assert.Throws<InvalidOperationException>(() => norm.FactorFor(1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_limit_is_above_0_and_finite(float limit) => Assert.Throws<ArgumentOutOfRangeException>("limit", () => default(GradientNorm).FactorFor(limit));
}
