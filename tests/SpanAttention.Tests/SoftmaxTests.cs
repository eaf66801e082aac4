using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Softmax of logits: the bits of its definition, rows that sum to 1, and what is infinite or no number.</summary>
public class SoftmaxTests
{
    [SeededProperty(MaxTest = 300)]
    public Property It_has_the_bits_of_its_definition() => Prop.ForAll(
        Gen.Choose(-2000, 2000).Select(static number => number / 16f).ArrayOf().ToArbitrary(),
        Gen.Elements(0.01f, 0.5f, 0.7f, 1f, 2f, 100f).ToArbitrary(),
        static (logits, temperature) =>
        {
            float[] destination = new float[logits.Length];
            Softmax.Apply(logits, temperature, destination);
            AssertBits(Canonical(logits, temperature), destination);
            Softmax.Apply(logits, temperature, logits);
            AssertBits(destination, logits);
        });

    [SeededProperty(MaxTest = 100)]
    public Property Probabilities_sum_to_1() => Prop.ForAll(
        Gen.Choose(-1000, 1000).Select(static number => number / 50f).NonEmptyListOf().ToArbitrary(),
        static logits =>
        {
            float[] destination = new float[logits.Count];
            Softmax.Apply([.. logits], 1, destination);

            // A rounding of each addition in a chain of partial sums, of the quotient and of each product.
            double bound = ((logits.Count / 16) + 10) * Math.Pow(2, -23);
            Assert.InRange(destination.Sum(static x => (double)x), 1 - bound, 1 + bound);
        });

    [Theory]
    [InlineData(new[] { float.NegativeInfinity, 0f, float.NegativeInfinity }, new[] { 0f, 1f, 0f })]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, new[] { 0f, 0f })]
    [InlineData(new[] { float.PositiveInfinity, 0f, float.PositiveInfinity }, new[] { 0.5f, 0f, 0.5f })]
    [InlineData(new[] { float.MaxValue, float.MinValue }, new[] { 1f, 0f })]
    [InlineData(new[] { float.MinValue, float.MinValue }, new[] { 0.5f, 0.5f })]
    [InlineData(new[] { float.NaN, 0f }, new[] { float.NaN, float.NaN })]
    [InlineData(new[] { 7f }, new[] { 1f })]
    [InlineData(new float[0], new float[0])]
    public void It_holds_at_edges(float[] logits, float[] expected)
    {
        foreach (float temperature in new[] { 0.25f, 1, 8 })
        {
            float[] destination = new float[logits.Length];
            Softmax.Apply(logits, temperature, destination);
            Assert.Equal(expected, destination);
        }
    }

    [Fact]
    public void A_whole_vocabulary_allocates_nothing()
    {
        float[] logits = [.. Enumerable.Range(0, 50257).Select(static index => index % 101 / 10f)];
        Softmax.Apply(logits, 0.8f, logits);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Softmax.Apply(logits, 0.8f, logits);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e-39f)]
    public void A_temperature_that_makes_no_sense_is_refused(float temperature) =>
        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => Softmax.Apply(new float[3], temperature, new float[3]));

    [Fact]
    public void Wrong_destinations_are_refused()
    {
        float[] memory = new float[8];
        Assert.Contains("2", Assert.Throws<ArgumentException>("destination", () => Softmax.Apply(new float[3], 1, new float[2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("destination", () => Softmax.Apply(memory.AsSpan(0, 5), 1, memory.AsSpan(2, 5)));
        Assert.All(memory, static x => Assert.Equal(0, x));
    }

    // As CanonicalOrder.md has it.
    private static float[] Canonical(float[] logits, float temperature)
    {
        float c = (float)(1.4426950408889634 / temperature);
        RowShift shift = new(logits.Length == 0 ? 0 : logits.Max(), c);
        float[] weights = [.. logits.Select(logit => Exponential.Exp2(Lanes.MultiplyAdd(logit - shift.Anchor, c, -shift.Product)))];
        float[] sums = new float[16];
        for (int index = 0; index < weights.Length; index++)
        {
            sums[index % 16] += weights[index];
        }

        float[] fours = [.. Enumerable.Range(0, 4).Select(lane => (sums[lane] + sums[lane + 8]) + (sums[lane + 4] + sums[lane + 12]))];
        float factor = 1 / ((fours[0] + fours[2]) + (fours[1] + fours[3]));
        return [.. weights.Select(weight => weight * factor)];
    }

    private static void AssertBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
}
