using System.Diagnostics;
using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Comparing;

/// <summary>Lets two builds do the same work in turns: on the same inputs, into the same destination, batch by batch.</summary>
internal sealed class BuildComparison(double secondsPerPair)
{
    // So short that both batches of a pair see the same mood of the machine.
    private const double BatchSeconds = 0.004;

    // A layer's packed weights lie elsewhere each time: where they lie can be worth a percent.
    private const int Placements = 4;

    private const int FewestRounds = 3;

    public PairOutcome Run(BuildPair pair)
    {
        Progress.Write($"{pair.Scene.Name}: {pair.This.Name}");
        Workload workload = pair.Scene.Workload;
        float[] destination = new float[workload.OutputLength];
        DeclaredContenders contenders = workload.IsLayer
            ? new DeclaredContenders(workload, RandomTensors.Layer(workload))
            : new DeclaredContenders(workload, DataRotation.Of(pair.Scene));

        Samples samples = new();
        (string thisHash, string otherHash) = (string.Empty, string.Empty);
        for (int placement = 0; placement < Placements; placement++)
        {
            Contender own = contenders.Serial(pair.This, pair.This.Name, destination);
            Contender other = contenders.Serial(pair.Other, pair.Other.Name, destination);
            thisHash = OutputHash.Of(own, destination);
            otherHash = OutputHash.Of(other, destination);
            RunRounds(own, other, samples);
        }

        return new PairOutcome(
            pair.Scene.Name,
            pair.This.Name,
            Quartiles.Of(samples.Own).Median,
            Quartiles.Of(samples.Other).Median,
            Quartiles.Of(samples.Ratios),
            samples.Own.Count,
            thisHash,
            otherHash);
    }

    /// <summary>Who goes first in one round goes second in the next.</summary>
    private void RunRounds(Contender own, Contender other, Samples samples)
    {
        int calls = Batch.Calls(own, BatchSeconds, Clock.Thread);
        _ = Batch.Calls(other, BatchSeconds, Clock.Thread);
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < FewestRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < secondsPerPair / Placements; round++)
        {
            if (round % 2 == 0)
            {
                double seconds = Batch.Run(own, calls, Clock.Thread).Seconds;
                samples.Add(seconds, Batch.Run(other, calls, Clock.Thread).Seconds);
            }
            else
            {
                double seconds = Batch.Run(other, calls, Clock.Thread).Seconds;
                samples.Add(Batch.Run(own, calls, Clock.Thread).Seconds, seconds);
            }
        }
    }

    private sealed class Samples
    {
        public List<double> Own { get; } = [];

        public List<double> Other { get; } = [];

        public IEnumerable<double> Ratios => Own.Zip(Other, (own, other) => own / other);

        public void Add(double own, double other)
        {
            Own.Add(own);
            Other.Add(other);
        }
    }
}
