namespace SpanAttention.Samples.Tests.Squad;

/// <summary>How the squad of samples/07.Squad learns: its gradients are slopes, it gets better, and what it has learned is written and read.</summary>
public sealed class SquadTrainingTests
{
    private const int Agents = 24;
    private const int Numbers = Agents * Policy.Actions;

    /// <summary>Slopes by differences: the loss, of size 10 and of floats, is rounded by 2⁻²⁴ of that or so, which a distance of 2⁻⁶ makes 10⁻⁴; the curve between adds the square of the distance, 2 · 10⁻⁴, times its third slope.</summary>
    [Fact]
    public void GradientsAreSlopes()
    {
        Policy policy = Drawn(3);
        World world = new(Agents, seed: 9);
        float[] gradients = new float[Policy.WeightCount];
        float[] wanted = new float[Numbers];
        new Shepherd().Lead(world, wanted);
        Mind mind = new(policy, Agents);
        mind.AddGradients(world, Slopes(mind, world, wanted), gradients);

        const float Distance = 1f / 64;
        for (int weight = 0; weight < Policy.WeightCount; weight += 13)
        {
            float before = policy.Weights[weight];
            policy.Weights[weight] = before + Distance;
            double above = Loss(mind, world, wanted);
            policy.Weights[weight] = before - Distance;
            double below = Loss(mind, world, wanted);
            policy.Weights[weight] = before;
            double slope = (above - below) / (2 * Distance);
            Assert.InRange(gradients[weight], slope - 0.002 - (0.002 * Math.Abs(slope)), slope + 0.002 + (0.002 * Math.Abs(slope)));
        }

        Assert.True(gradients.Count(static gradient => Math.Abs(gradient) > 0.01) > Policy.WeightCount / 4, "Gradients that are all small tell nothing.");
    }

    [Fact]
    public void ThreadsChangeNoBitOfWhatIsLearned() => Assert.Equal(Learned(threads: 1, steps: 3).Weights, Learned(threads: 3, steps: 3).Weights);

    /// <summary>In a world that stands still, so that there is one thing to learn.</summary>
    [Fact]
    public void ItLearnsAWorldByHeart()
    {
        Policy policy = Drawn(1);
        Mind mind = new(policy, Agents);
        World world = new(Agents, seed: 77);
        float[] wanted = new float[Numbers];
        new Shepherd().Lead(world, wanted);
        double before = Loss(mind, world, wanted);

        AdamW optimizer = new(weightDecay: 0);
        float[] gradients = new float[Policy.WeightCount];
        float[] means = new float[Policy.WeightCount];
        float[] squares = new float[Policy.WeightCount];
        for (int step = 0; step < 400; step++)
        {
            gradients.AsSpan().Clear();
            mind.AddGradients(world, Slopes(mind, world, wanted), gradients);
            optimizer.NextStep();
            optimizer.Update(policy.Weights, gradients, means, squares, learningRate: 0.02f);
        }

        double after = Loss(mind, world, wanted);
        Assert.True(after < before / 4, $"The error was {before} and is {after}.");
    }

    [Fact]
    public void APolicyIsReadAsItWasWritten()
    {
        using WeightFiles.Tests.TemporaryFile file = new([]);
        Policy policy = Drawn(5);
        policy.Save(file.Path);

        Assert.Equal(policy.Weights, Policy.Load(file.Path).Weights);
    }

    [Theory]
    [InlineData("query 32 6", "The policy has \"query 32 6\" where \"query 32 7\" should be.")]
    [InlineData("query 32 7\n1 2 3", "Row 0 of query holds 3 numbers; it needs 7.")]
    public void AnotherFileIsRefused(string text, string message)
    {
        using WeightFiles.Tests.TemporaryFile file = new(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Policy.Load(file.Path)).Message);
    }

    private static Policy Learned(int threads, int steps)
    {
        Policy policy = Drawn(1);
        Lesson lesson = new(policy, worlds: 2, Agents, steps);
        GradientShards shards = new(2, Policy.WeightCount);
        AdamW optimizer = new(weightDecay: 0);
        float[] means = new float[Policy.WeightCount];
        float[] squares = new float[Policy.WeightCount];
        for (int step = 0; step < steps; step++)
        {
            lesson.Begin(step);
            shards.Run(lesson, threads);
            optimizer.NextStep();
            optimizer.Update(policy.Weights, shards.Mean, means, squares, learningRate: 0.02f);
        }

        return policy;
    }

    private static float[] Slopes(Mind mind, World world, float[] wanted) => [.. mind.Think(world).ToArray().Zip(wanted, static (action, right) => 2 * (action - right) / Numbers)];

    private static double Loss(Mind mind, World world, float[] wanted)
    {
        double sum = 0;
        ReadOnlySpan<float> actions = mind.Think(world);
        for (int x = 0; x < wanted.Length; x++)
        {
            sum += ((double)actions[x] - wanted[x]) * ((double)actions[x] - wanted[x]);
        }

        return sum / wanted.Length;
    }

    private static Policy Drawn(ulong seed)
    {
        SplitMix64 random = new(seed);
        return new([.. Enumerable.Range(0, Policy.WeightCount).Select(_ => (float)(random.NextUnit() - 0.5))]);
    }
}
