using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Measuring;
using SpanAttention.Benchmarks.References;

namespace SpanAttention.Benchmarks.Onnx;

/// <summary>Tries the operators that could compute a workload, and keeps the fastest of those that do.</summary>
internal sealed class OnnxTrials(Reference reference, int threads)
{
    private const double TrialSeconds = 0.08;
    private const int MinimumCalls = 3;
    private const double Tolerance = 1e-3;

    /// <summary>One contender, or none if no operator computes the workload.</summary>
    public IEnumerable<Contender> Fastest(IEnumerable<OnnxTrial> trials)
    {
        Contender? fastest = null;
        double shortest = double.PositiveInfinity;
        foreach (Contender contender in trials.Select(TryCreate).OfType<Contender>())
        {
            double seconds = Time(contender);
            Progress.Write(string.Create(CultureInfo.InvariantCulture, $"  tried {contender.Name}: {seconds * 1e6:0.##} µs"));
            (seconds < shortest ? fastest : contender)?.Dispose();
            fastest = seconds < shortest ? contender : fastest;
            shortest = Math.Min(seconds, shortest);
        }

        return fastest is null ? [] : [fastest];
    }

    private Contender? TryCreate(OnnxTrial trial)
    {
        Contender? contender = null;
        try
        {
            contender = trial.Create();
            contender.Run(calls: 1);
        }
        catch (OnnxRuntimeException exception)
        {
            Progress.Write($"  ONNX Runtime ({trial.Operator}) refuses: {exception.Message}");
            contender?.Dispose();
            return null;
        }

        double error = reference.MaxError(contender);
        if (error < Tolerance)
        {
            return contender;
        }

        Progress.Write(string.Create(CultureInfo.InvariantCulture, $"  {contender.Name} computes something else: its error is {error:E1}"));
        contender.Dispose();
        return null;
    }

    private double Time(Contender contender)
    {
        Clock clock = Clock.Of(threads);
        List<double> seconds = [];
        double start = clock.Seconds;
        while (seconds.Count < MinimumCalls || clock.Seconds - start < TrialSeconds)
        {
            double call = clock.Seconds;
            contender.Run(calls: 1);
            seconds.Add(clock.Seconds - call);
        }

        return Quartiles.Of(seconds).Median;
    }
}
