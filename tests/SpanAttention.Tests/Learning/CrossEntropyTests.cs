using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>Cross-entropy: the loss beside doubles, the gradient's bits, and logits that overflow anything else.</summary>
public class CrossEntropyTests
{
    [SeededProperty(MaxTest = 300)]
    public Property The_loss_is_that_of_doubles_and_the_gradient_is_softmax_without_the_target() => Prop.ForAll(
        Gen.Choose(1, 70).SelectMany(static vocabulary => Gen.Choose(1, 4).SelectMany(tokens => Gen.Zip(
            Gen.Choose(-4000, 4000).Select(static number => number / 64f).ArrayOf(vocabulary * tokens),
            Gen.Choose(CrossEntropy.NoTarget, vocabulary - 1).ArrayOf(tokens)))).ToArbitrary(),
        static sample =>
        {
            (float[] logits, int[] targets) = sample;
            float[] gradient = new float[logits.Length + 1];
            double loss = CrossEntropy.Mean(logits, targets, gradient);

            double[] losses = [.. logits.Chunk(logits.Length / targets.Length).Zip(targets).Where(static row => row.Second >= 0).Select(static row => Loss(row.First, row.Second))];
            double expected = losses.DefaultIfEmpty(0).Average();

            // The shift's product and the target's exponent are rounded at the largest logit's size, the sum once an addition, the logarithm by 3 ulp.
            double bound = Math.Pow(2, -22) * (logits.Max(Math.Abs) + (logits.Length / 16) + 10);
            Assert.InRange(loss, expected - bound, expected + bound);
            Assert.Equal(Gradient(logits, targets).Append(0).Select(BitConverter.SingleToInt32Bits), gradient.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(loss, CrossEntropy.Mean(logits, targets, logits));
            Assert.Equal(gradient[..^1], logits);
        });

    [Theory]
    [InlineData(new[] { 0f, 0f }, 0, 0.6931472)]
    [InlineData(new[] { 3e38f, -3e38f }, 0, 0)]
    [InlineData(new[] { 1e9f, 0f }, 0, 0)]
    [InlineData(new[] { 0f, float.NegativeInfinity }, 0, 0)]
    [InlineData(new[] { 0f, float.NegativeInfinity }, 1, double.PositiveInfinity)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, 1, double.PositiveInfinity)]
    [InlineData(new[] { float.PositiveInfinity, 0f }, 0, 0)]
    [InlineData(new[] { float.NaN, 0f }, 1, double.NaN)]
    [InlineData(new[] { float.NaN, 0f }, 0, double.NaN)]
    [InlineData(new[] { 5f }, 0, 0)]
    public void It_holds_at_edges(float[] logits, int target, double expected) =>
        Assert.Equal(expected, CrossEntropy.Mean(logits, [target], new float[logits.Length]), 6);

    [Fact]
    public void A_loss_is_as_large_as_the_logits_say()
    {
        // (1e9 − 0) within the rounding of 1e9 · log2 e and of the product with ln 2
        Assert.InRange(CrossEntropy.Mean([1e9f, 0], [1], new float[2]), 1e9 * (1 - Math.Pow(2, -22)), 1e9 * (1 + Math.Pow(2, -22)));
    }

    [Fact]
    public void Tokens_without_a_target_change_nothing()
    {
        float[] gradient = [1, 2, 3, 4];
        Assert.Equal(0, CrossEntropy.Mean([1, 2, 3, 4], [-1, -1], gradient));
        Assert.Equal([0, 0, 0, 0], gradient);
        Assert.Equal(0, CrossEntropy.Mean([], [], []));
        Assert.Equal(
            CrossEntropy.Mean([1, 2], [1], new float[2]),
            CrossEntropy.Mean([float.NaN, 7, 1, 2], [-1, 1], gradient));
    }

    [Fact]
    public void Nothing_is_written_where_something_is_wrong()
    {
        float[] gradient = new float[6];
        Assert.Contains("7", Assert.Throws<ArgumentException>("logits", () => CrossEntropy.Mean(new float[7], [0, 1], gradient)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("logits", () => CrossEntropy.Mean([], [0], gradient));
        Assert.Throws<ArgumentException>("logits", () => CrossEntropy.Mean([1], [], gradient));
        Assert.Contains("targets[1] is 3; it must be from 0 to 2", Assert.Throws<ArgumentOutOfRangeException>("targets", () => CrossEntropy.Mean(new float[6], [0, 3], gradient)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => CrossEntropy.Mean(new float[6], [0, -2], gradient));
        Assert.Throws<ArgumentException>("gradient", () => CrossEntropy.Mean(new float[6], [0, 1], new float[5]));
        float[] memory = new float[9];
        Assert.Throws<ArgumentException>("gradient", () => CrossEntropy.Mean(memory.AsSpan(0, 6), [0, 1], memory.AsSpan(1, 6)));
        Assert.All(gradient.Concat(memory), static x => Assert.Equal(0, x));
    }

    private static double Loss(float[] logits, int target)
    {
        double largest = logits.Max();
        return largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest))) - logits[target];
    }

    private static IEnumerable<float> Gradient(float[] logits, int[] targets)
    {
        float share = 1f / targets.Count(static target => target >= 0);
        return logits.Chunk(logits.Length / targets.Length).Zip(targets).SelectMany(row =>
        {
            float[] slopes = new float[row.First.Length];
            if (row.Second >= 0)
            {
                Softmax.Apply(row.First, 1, slopes);
                slopes[row.Second] -= 1;
            }

            return row.Second >= 0 ? slopes.Select(slope => slope * share) : slopes;
        });
    }
}
