using SpanAttention.WeightFiles;
using SpanAttention.WeightFiles.Tests;
using Training;

namespace SpanAttention.Samples.Tests.Learning;

/// <summary>Trainings at rest: what is resumed goes on bit for bit, and another training's checkpoint is refused.</summary>
public sealed class CheckpointTests
{
    private const string Run = "two tensors, seed 1";

    [Fact]
    public void WhatIsResumedHasTheBitsOfWhatWasNeverInterrupted()
    {
        TrainedWeights through = Weights();
        LossCurves curves = new();
        Steps(through, from: 0, to: 5);
        curves.Learned.Add(5, 1.5);
        curves.HeldOut.Add(5, 2.5);
        using TemporaryFile file = new([]);
        Checkpoint.Save(file.Path, through, curves, Run);
        Steps(through, from: 5, to: 9);

        TrainedWeights resumed = Weights();
        LossCurves resumedCurves = new();
        Checkpoint.Load(file.Path, resumed, resumedCurves, Run);
        Assert.Equal(5, resumed.Optimizer.Steps);
        Steps(resumed, from: 5, to: 9);

        Assert.Equal(through.All.ToArray(), resumed.All.ToArray());
        Assert.Equal(through.Means.ToArray(), resumed.Means.ToArray());
        Assert.Equal(through.Squares.ToArray(), resumed.Squares.ToArray());
        Assert.Equal(curves.All.Select(static curve => curve.ToArray()), resumedCurves.All.Select(static curve => curve.ToArray()));
    }

    /// <summary>The same training makes the same file, whenever it is saved.</summary>
    [Fact]
    public void TheSameTrainingMakesTheSameFile()
    {
        using TemporaryFile first = new([]);
        using TemporaryFile second = new([]);
        Checkpoint.Save(first.Path, Stepped(3), new(), Run);
        Checkpoint.Save(second.Path, Stepped(3), new(), Run);

        Assert.Equal(File.ReadAllBytes(first.Path), File.ReadAllBytes(second.Path));
    }

    [Fact]
    public void AnotherTrainingIsRefusedAndChangesNothing()
    {
        using TemporaryFile file = new([]);
        Checkpoint.Save(file.Path, Stepped(2), new(), Run);
        TrainedWeights weights = Stepped(1);
        float[] before = weights.All.ToArray();

        AssertRefused($"is a checkpoint of another training: of {Run}, and this one is another.", () => Checkpoint.Load(file.Path, weights, new(), "another"));
        TrainedWeights wider = new([new("a", 4, 4), new("b", 3)], new AdamW());
        AssertRefused("tensor weights/a is [2, 3]; [4, 4] is needed.", () => Checkpoint.Load(file.Path, wider, new(), Run));
        TrainedWeights more = new([new("a", 2, 3), new("b", 3), new("c", 1)], new AdamW());
        AssertRefused("there is no tensor weights/c", () => Checkpoint.Load(file.Path, more, new(), Run));

        Assert.Equal(before, weights.All.ToArray());
        Assert.All(more.All.ToArray(), static weight => Assert.Equal(0, weight));
        Assert.Equal(1, weights.Optimizer.Steps);
    }

    [Fact]
    public void TheOtherCanonIsRefused()
    {
        string canon = AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? "Separate" : "Fused";
        AssertRefused($"was trained in the canon {canon}, and this process computes {AttentionNumerics.Arithmetic}", ("steps", "3"), ("run", Run), ("canon", canon));
    }

    [Fact]
    public void WhatIsNoCheckpointIsRefused()
    {
        AssertRefused("is no checkpoint: it does not say how many steps were taken.");
        AssertRefused("is no checkpoint: it does not say how many steps were taken.", ("steps", "-1"));
    }

    [Fact]
    public void OnlyMatricesDecay()
    {
        TrainedWeights weights = Weights();
        weights.All.Span.Fill(1);
        weights.Step(new float[weights.Count], learningRate: 0.5f, largestNorm: 1);

        Assert.All(weights["a"].ToArray(), static weight => Assert.Equal(0.995f, weight));
        Assert.All(weights["b"].ToArray(), static weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void GradientsAreClippedTogether()
    {
        TrainedWeights weights = Weights();
        float[] gradients = [.. Enumerable.Repeat(4f, 9)];

        Assert.Equal(12, weights.Step(gradients, learningRate: 0.1f, largestNorm: 3));
        Assert.All(gradients, static gradient => Assert.Equal(1, gradient));
    }

    private static void AssertRefused(string message, params (string Key, string Value)[] metadata)
    {
        SafeTensorsWriter writer = new();
        foreach ((string key, string value) in metadata)
        {
            writer.Metadata[key] = value;
        }

        using TemporaryFile file = new([]);
        writer.Save(file.Path);
        AssertRefused(message, () => Checkpoint.Load(file.Path, Weights(), new(), Run));
    }

    private static void AssertRefused(string message, Action load) => Assert.Contains(message, Assert.Throws<InvalidDataException>(load).Message, StringComparison.Ordinal);

    private static TrainedWeights Weights() => new([new("a", 2, 3), new("b", 3)], new AdamW());

    private static TrainedWeights Stepped(int steps)
    {
        TrainedWeights weights = Weights();
        Steps(weights, from: 0, to: steps);
        return weights;
    }

    private static void Steps(TrainedWeights weights, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            weights.Step([.. Enumerable.Range(0, weights.Count).Select(x => MathF.Sin((step * 11) + x))], learningRate: 0.01f, largestNorm: 1);
        }
    }
}
