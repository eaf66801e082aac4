using System.Globalization;
using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Lets a scene's contenders run in turns, so that all see the same moods of the machine.</summary>
internal sealed class SceneRunner(MachineLimits limits, Pace pace, int threads)
{
    public SceneOutcome Run(Scene scene)
    {
        Progress.Write(scene.Name);
        using Cast cast = Cast.Of(scene, threads);
        List<ContenderOutcome> absent = [];
        List<Measurement> measurements = [];
        foreach (Contender contender in cast.Contenders)
        {
            if (Refusal(contender) is string reason)
            {
                absent.Add(ContenderOutcome.Absent(contender.Name, reason));
                continue;
            }

            measurements.Add(WarmUp(contender));
        }

        RunRounds(scene, measurements);
        return new SceneOutcome(scene, [.. measurements.Select(measurement => ContenderOutcome.Of(measurement, cast.Reference.MaxError(measurement.Contender))), .. absent]);
    }

    private static string? Refusal(Contender contender) => contender.Estimate() is double seconds && seconds > Pace.LongestCall
        ? string.Create(CultureInfo.InvariantCulture, $"one call takes about {seconds:0.0} s")
        : null;

    private Measurement WarmUp(Contender contender)
    {
        Measurement measurement = new(contender, Clock.Of(threads));
        measurement.WarmUp(pace.WarmUpSeconds, pace.BatchSeconds);
        return measurement;
    }

    private void RunRounds(Scene scene, List<Measurement> measurements)
    {
        int rounds = Rounds(measurements);
        for (int round = 0; round < rounds; round++)
        {
            limits.Sample(scene);
            IEnumerable<Measurement> turns = Turns.Of(round, measurements.Count).Select(turn => measurements[turn]);
            foreach (Measurement measurement in turns.Where(measurement => IsDue(measurement, round, rounds)))
            {
                measurement.RunBatch();
            }
        }
    }

    private int Rounds(List<Measurement> measurements)
    {
        double seconds = measurements.Where(measurement => measurement.Contender.IsMain).Sum(measurement => measurement.BatchSeconds);
        return Math.Clamp((int)((1 - Pace.BaselineShare) * pace.SceneSeconds / seconds), pace.FewestRounds, pace.MostRounds);
    }

    /// <summary>A slow baseline sits most rounds out, but its turns are spread over all of them.</summary>
    private bool IsDue(Measurement measurement, int round, int rounds)
    {
        double affordable = Pace.BaselineShare * pace.SceneSeconds / 2 / measurement.BatchSeconds;
        int turns = measurement.Contender.IsMain ? rounds : (int)Math.Clamp(affordable, 1, rounds);
        return (round + 1) * turns / rounds > round * turns / rounds;
    }
}
