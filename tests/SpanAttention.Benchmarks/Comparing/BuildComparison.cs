using System.Diagnostics;
using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Comparing;

/// <summary>Lets two builds do the same work in turns: on the same inputs, into the same destination, batch by batch.</summary>
internal sealed class BuildComparison(double secondsPerPair)
{
    // So short that both batches of a pair see the same mood of the machine.
    private const double BatchSeconds = 0.004;

    // Packed weights and caches are allocated anew so often, this build's first and the other's in turns: where they lie can be worth a few percent.
    private const int Placements = 8;

    private const int FewestRounds = 2;

    public PairOutcome Run(BuildPair pair)
    {
        Progress.Write($"{pair.Scene.Name}: {pair.This.Name}");
        Workload workload = pair.Scene.Workload;
        float[] destination = new float[workload.OutputLength];
        DeclaredContenders contenders = workload switch
        {
            { IsFeedForward: true } => new DeclaredContenders(pair.Scene, RandomTensors.FeedForward(workload)),
            { IsBlock: true } => new DeclaredContenders(pair.Scene, RandomTensors.Block(workload)),
            { IsLayer: true } => new DeclaredContenders(pair.Scene, RandomTensors.Layer(workload)),
            _ => new DeclaredContenders(pair.Scene, DataRotation.Of(pair.Scene)),
        };

        Declaration[] declarations = [pair.This, pair.Other];
        Contender[] builds = new Contender[declarations.Length];
        PairSamples samples = new();
        for (int placement = 0; placement < Placements; placement++)
        {
            foreach (int build in Turns.Of(placement, builds.Length))
            {
                builds[build] = contenders.Serial(declarations[build], declarations[build].Name, destination);
            }

            samples.BeginPlacement();
            RunRounds(builds, samples);
        }

        return new PairOutcome(
            pair.Scene.Name,
            pair.This.Name,
            samples.Own,
            samples.Other,
            samples.Ratio,
            samples.RatioError,
            samples.Count,
            OutputHash.Of(builds[0], destination),
            OutputHash.Of(builds[1], destination));
    }

    /// <summary>A round is a batch of each build, of as many calls.</summary>
    private void RunRounds(Contender[] builds, PairSamples samples)
    {
        int calls = builds.Max(build => Batch.Calls(build, BatchSeconds, Clock.Thread));
        double[] seconds = new double[builds.Length];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < FewestRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < secondsPerPair / Placements; round++)
        {
            foreach (int build in Turns.Of(round, builds.Length))
            {
                seconds[build] = Batch.Run(builds[build], calls, Clock.Thread).Seconds;
            }

            samples.Add(seconds[0], seconds[1]);
        }
    }
}
