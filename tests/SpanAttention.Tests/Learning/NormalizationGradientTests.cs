using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>Gradients of normalizations: the bits of their definition, finite differences in double, and errors before anything is written.</summary>
public class NormalizationGradientTests
{
    private const float Epsilon = 1e-5f;

    public static TheoryData<int, int> Shapes
    {
        get
        {
            TheoryData<int, int> shapes = [];
            foreach (int dim in new[] { 1, 2, 7, 8, 15, 16, 17, 33, 384 })
            {
                shapes.Add(dim, 1);
                shapes.Add(dim, 3);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_has_the_bits_of_its_definition(int dim, int tokens)
    {
        foreach (bool centered in new[] { true, false })
        {
            Sample sample = Sample.Of(dim, tokens);
            Sample expected = Sample.Of(dim, tokens);
            for (int token = 0; token < tokens; token++)
            {
                Canonical(expected, token, centered);
            }

            sample.Differentiate(centered);

            AssertBits(expected.SourceGradient, sample.SourceGradient);
            AssertBits(expected.WeightGradient, sample.WeightGradient);
            AssertBits(expected.BiasGradient, sample.BiasGradient);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_are_slopes(int dim, int tokens)
    {
        foreach (bool centered in new[] { true, false })
        {
            Sample sample = Sample.Of(dim, tokens);
            float[] weightGradient = [.. sample.WeightGradient];
            double[] slopes = sample.Slopes(sample.Source, centered);
            double[] weightSlopes = sample.Slopes(sample.Weight, centered);

            sample.Differentiate(centered);

            // One token of d numbers: chains of d / 16 roundings of sums whose terms are of the gradients' size, times the factor. With d = 1 the factor is 1 / √ε.
            double factor = centered && dim == 1 ? 1 / Math.Sqrt(Epsilon) : sample.LargestFactor(centered);
            double bound = ((dim / 16) + 30) * Math.Pow(2, -23) * 30 * factor;
            Assert.All(slopes.Zip(sample.SourceGradient), pair => Assert.InRange(pair.Second, pair.First - bound, pair.First + bound));
            bound = (tokens + 10) * Math.Pow(2, -23) * 30 * (1 + Math.Sqrt(dim));
            Assert.All(weightSlopes.Zip(sample.WeightGradient.Zip(weightGradient, static (after, before) => after - before)), pair => Assert.InRange(pair.Second, pair.First - bound, pair.First + bound));
        }
    }

    [Fact]
    public void Nothing_is_written_where_something_is_wrong()
    {
        float[] memory = new float[20];
        Assert.Throws<ArgumentException>("weight", () => Normalization.LayerNormBackward(new float[6], [], Epsilon, new float[6], memory, [], []));
        Assert.Contains("5", Refusal("destinationGradient", () => Normalization.LayerNormBackward(new float[6], new float[3], Epsilon, new float[5], memory, new float[3], [])), StringComparison.Ordinal);
        Assert.Contains("4", Refusal("sourceGradient", () => Normalization.LayerNormBackward(new float[6], new float[3], Epsilon, new float[6], new float[4], new float[3], [])), StringComparison.Ordinal);
        Assert.Contains("2", Refusal("weightGradient", () => Normalization.RootMeanSquareBackward(new float[6], new float[3], Epsilon, new float[6], memory, new float[2])), StringComparison.Ordinal);
        Assert.Contains("2", Refusal("biasGradient", () => Normalization.LayerNormBackward(new float[6], new float[3], Epsilon, new float[6], memory, new float[3], new float[2])), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Normalization.RootMeanSquareBackward(new float[6], new float[3], float.NaN, new float[6], memory, new float[3]));
        Assert.Throws<ArgumentException>("sourceGradient", () => Normalization.RootMeanSquareBackward(memory.AsSpan(0, 6), new float[3], Epsilon, new float[6], memory.AsSpan(0, 6), new float[3]));
        Assert.Throws<ArgumentException>("sourceGradient", () => Normalization.RootMeanSquareBackward(new float[6], new float[3], Epsilon, memory.AsSpan(0, 6), memory.AsSpan(5, 6), new float[3]));
        Assert.Throws<ArgumentException>("weightGradient", () => Normalization.RootMeanSquareBackward(new float[6], new float[3], Epsilon, new float[6], memory.AsSpan(0, 6), memory.AsSpan(5, 3)));
        Assert.All(memory, static x => Assert.Equal(0, x));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        Sample sample = Sample.Of(768, 2);
        sample.Differentiate(centered: true);
        long before = GC.GetAllocatedBytesForCurrentThread();

        sample.Differentiate(centered: true);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // As CanonicalOrder.md has it.
    private static void Canonical(Sample sample, int token, bool centered)
    {
        int dim = sample.Weight.Length;
        float[] row = sample.Source[(token * dim)..((token + 1) * dim)];
        float[] g = sample.DestinationGradient[(token * dim)..((token + 1) * dim)];
        float[] w = sample.Weight;
        float mean = centered ? Fold(dim, (x, sum) => sum + row[x]) / dim : 0;
        float[] c = centered ? [.. row.Select(x => x - mean)] : row;
        float factor = 1 / MathF.Sqrt((Fold(dim, (x, sum) => Lanes.MultiplyAdd(c[x], c[x], sum)) / dim) + Epsilon);
        float[] n = [.. c.Select(x => x * factor)];
        float slope = centered ? Fold(dim, (x, sum) => Lanes.MultiplyAdd(g[x], w[x], sum)) / dim : 0;
        float along = Fold(dim, (x, sum) => Lanes.MultiplyAdd(g[x] * w[x], n[x], sum)) / dim;
        for (int x = 0; x < dim; x++)
        {
            sample.SourceGradient[(token * dim) + x] = Lanes.MultiplyAdd(-n[x], along, (g[x] * w[x]) - slope) * factor;
            sample.WeightGradient[x] = Lanes.MultiplyAdd(g[x], n[x], sample.WeightGradient[x]);
            sample.BiasGradient[x] += centered ? g[x] : 0;
        }
    }

    private static float Fold(int length, Func<int, float, float> add)
    {
        float[] sums = new float[16];
        for (int x = 0; x < length; x++)
        {
            sums[x % 16] = add(x, sums[x % 16]);
        }

        float[] fours = [.. Enumerable.Range(0, 4).Select(lane => (sums[lane] + sums[lane + 8]) + (sums[lane + 4] + sums[lane + 12]))];
        return (fours[0] + fours[2]) + (fours[1] + fours[3]);
    }

    private static void AssertBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));

    private static string Refusal(string parameter, Action call) => Assert.Throws<ArgumentException>(parameter, call).Message;

    private sealed record Sample(float[] Source, float[] Weight, float[] DestinationGradient, float[] SourceGradient, float[] WeightGradient, float[] BiasGradient)
    {
        public static Sample Of(int dim, int tokens)
        {
            Random random = new((dim * 31) + tokens);
            float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 1.5f)];
            return new(Numbers(dim * tokens), Numbers(dim), Numbers(dim * tokens), new float[dim * tokens], Numbers(dim), Numbers(dim));
        }

        public void Differentiate(bool centered)
        {
            if (centered)
            {
                Normalization.LayerNormBackward(Source, Weight, Epsilon, DestinationGradient, SourceGradient, WeightGradient, BiasGradient);
            }
            else
            {
                Normalization.RootMeanSquareBackward(Source, Weight, Epsilon, DestinationGradient, SourceGradient, WeightGradient);
            }
        }

        /// <summary>Slopes of Σ destinationGradient · destination by each number of a tensor, by central differences in double.</summary>
        public double[] Slopes(float[] tensor, bool centered)
        {
            const double Step = 1e-5;
            double[] source = [.. Source];
            double[] weight = [.. Weight];
            double[] numbers = ReferenceEquals(tensor, Source) ? source : weight;
            return [.. Enumerable.Range(0, tensor.Length).Select(index =>
            {
                double before = numbers[index];
                numbers[index] = before + Step;
                double above = Loss(source, weight, centered);
                numbers[index] = before - Step;
                double below = Loss(source, weight, centered);
                numbers[index] = before;
                return (above - below) / (2 * Step);
            })];
        }

        public double LargestFactor(bool centered) => Source.Chunk(Weight.Length).Max(row => Factor([.. row.Select(static x => (double)x)], centered));

        private double Loss(double[] source, double[] weight, bool centered)
        {
            double loss = 0;
            for (int start = 0; start < source.Length; start += weight.Length)
            {
                double[] row = source[start..(start + weight.Length)];
                double mean = centered ? row.Average() : 0;
                double factor = Factor(row, centered);
                loss += row.Select((x, index) => (x - mean) * factor * weight[index] * DestinationGradient[start + index]).Sum();
            }

            return loss;
        }

        private static double Factor(double[] row, bool centered)
        {
            double mean = centered ? row.Average() : 0;
            return 1 / Math.Sqrt(row.Average(x => (x - mean) * (x - mean)) + Epsilon);
        }
    }
}
