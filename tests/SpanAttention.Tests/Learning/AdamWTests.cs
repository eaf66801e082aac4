using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>The optimizer: the bits of its definition whatever the length, what a first step does, and going on where another stopped.</summary>
public class AdamWTests
{
    private const float Rate = 0.003f;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(769)]
    public void A_step_has_the_bits_of_its_definition(int length)
    {
        foreach (bool decays in new[] { true, false })
        {
            AdamW optimizer = new(weightDecay: 0.1);
            Tensor actual = Tensor.Sample(length);
            Tensor expected = Tensor.Sample(length);
            for (int step = 1; step <= 3; step++)
            {
                optimizer.NextStep();
                actual.Update(optimizer, decays);
                Canonical(expected, step, decays ? 0.1 : 0);
                actual.AssertSame(expected);
            }
        }
    }

    [Fact]
    public void The_first_step_is_the_learning_rate_whatever_the_gradient()
    {
        AdamW optimizer = new(epsilon: 0, weightDecay: 0);
        float[] weights = new float[4];
        optimizer.NextStep();

        optimizer.Update(weights, [1e-12f, -3, 5e10f, -1e-3f], new float[4], new float[4], Rate);

        // Ten roundings: four of the numbers of the step, six of its operations.
        Assert.All(weights.Zip([-Rate, Rate, -Rate, Rate]), pair => Assert.InRange(pair.First / pair.Second, 1 - (10 * MathF.Pow(2, -23)), 1 + (10 * MathF.Pow(2, -23))));
    }

    [Fact]
    public void A_weight_without_gradient_decays_and_nothing_else()
    {
        AdamW optimizer = new(weightDecay: 0.5);
        float[] weights = [2, -4, 0];
        optimizer.NextStep();

        optimizer.Update(weights, new float[3], new float[3], new float[3], learningRate: 0.5f);

        Assert.Equal([1.5f, -3, 0], weights);
    }

    [Fact]
    public void It_finds_the_least_of_a_parabola()
    {
        AdamW optimizer = new(weightDecay: 0);
        float[] weight = [0];
        float[] mean = [0];
        float[] square = [0];
        for (int step = 0; step < 2000; step++)
        {
            optimizer.NextStep();
            optimizer.Update(weight, [2 * (weight[0] - 3)], mean, square, learningRate: 0.01f);
        }

        Assert.InRange(weight[0], 2.99f, 3.01f); // a learning rate around it
    }

    [Fact]
    public void What_is_resumed_goes_on_bit_for_bit()
    {
        AdamW optimizer = new();
        Tensor through = Tensor.Sample(37);
        Steps(optimizer, through, 5);
        Tensor saved = through.Copy();
        Steps(optimizer, through, 4);

        AdamW resumed = new();
        resumed.Resume(5);
        Steps(resumed, saved, 4);

        saved.AssertSame(through);
        Assert.Equal(9, resumed.Steps);
    }

    [Fact]
    public void What_is_wrong_is_refused_before_anything_is_written()
    {
        AdamW optimizer = new();
        Tensor tensor = Tensor.Sample(20);
        Tensor before = tensor.Copy();
        Assert.Throws<InvalidOperationException>(() => tensor.Update(optimizer, decays: true));
        optimizer.NextStep();
        Assert.Contains("19", Refusal("gradients", () => optimizer.Update(tensor.Weights, new float[19], tensor.Means, tensor.Squares, Rate)), StringComparison.Ordinal);
        Assert.Contains("21", Refusal("means", () => optimizer.Update(tensor.Weights, tensor.Gradients, new float[21], tensor.Squares, Rate)), StringComparison.Ordinal);
        Assert.Contains("0", Refusal("squares", () => optimizer.Update(tensor.Weights, tensor.Gradients, tensor.Means, [], Rate)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("weights", () => optimizer.Update(tensor.Weights, tensor.Weights, tensor.Means, tensor.Squares, Rate));
        Assert.Throws<ArgumentException>("means", () => optimizer.Update(tensor.Weights, tensor.Gradients, tensor.Means, tensor.Means, Rate));
        foreach (float rate in new[] { -1e-9f, float.NaN, float.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => optimizer.Update(tensor.Weights, tensor.Gradients, tensor.Means, tensor.Squares, rate));
        }

        tensor.AssertSame(before);
        Assert.Throws<ArgumentOutOfRangeException>("beta1", () => new AdamW(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>("beta2", () => new AdamW(beta2: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new AdamW(epsilon: -1));
        Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new AdamW(weightDecay: double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => optimizer.Resume(-1));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        AdamW optimizer = new();
        Tensor tensor = Tensor.Sample(100);
        Steps(optimizer, tensor, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Steps(optimizer, tensor, 1);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Steps(AdamW optimizer, Tensor tensor, int count)
    {
        for (int step = 0; step < count; step++)
        {
            optimizer.NextStep();
            tensor.Update(optimizer, decays: true);
        }
    }

    // As CanonicalOrder.md has it.
    private static void Canonical(Tensor tensor, int step, double weightDecay)
    {
        double beta1Power = 1;
        double beta2Power = 1;
        for (int t = 0; t < step; t++)
        {
            beta1Power *= 0.9;
            beta2Power *= 0.999;
        }

        for (int x = 0; x < tensor.Weights.Length; x++)
        {
            float g = tensor.Gradients[x];
            float m = Lanes.MultiplyAdd((float)(1 - 0.9), g - tensor.Means[x], tensor.Means[x]);
            float v = Lanes.MultiplyAdd((float)(1 - 0.999) * g, g, (float)0.999 * tensor.Squares[x]);
            float root = Lanes.MultiplyAdd(MathF.Sqrt(v), (float)(1 / Math.Sqrt(1 - beta2Power)), 1e-8f);
            tensor.Weights[x] = Lanes.MultiplyAdd((float)(-Rate / (1 - beta1Power)), m / root, tensor.Weights[x] * (float)(1 - (Rate * weightDecay)));
            (tensor.Means[x], tensor.Squares[x]) = (m, v);
        }
    }

    private static string Refusal(string parameter, Action call) => Assert.Throws<ArgumentException>(parameter, call).Message;

    private sealed record Tensor(float[] Weights, float[] Gradients, float[] Means, float[] Squares)
    {
        public static Tensor Sample(int length)
        {
            Random random = new(length);
            float[] Numbers() => [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)];
            return new(Numbers(), Numbers(), Numbers(), [.. Numbers().Select(static number => number * number)]);
        }

        public Tensor Copy() => new([.. Weights], [.. Gradients], [.. Means], [.. Squares]);

        public void Update(AdamW optimizer, bool decays) => optimizer.Update(Weights, Gradients, Means, Squares, Rate, decays);

        public void AssertSame(Tensor other) => Assert.Equal(other.Bits(), Bits());

        private IEnumerable<int> Bits() => Weights.Concat(Means).Concat(Squares).Select(BitConverter.SingleToInt32Bits);
    }
}
