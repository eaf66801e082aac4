using System.Diagnostics;
using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Times one contender in batches of calls.</summary>
internal sealed class Measurement(Contender contender, Clock clock)
{
    private readonly List<Batch> batches = [];
    private int callsPerBatch = 1;

    public Contender Contender => contender;

    /// <summary>Seconds of a batch and the untimed call before it, as far as known.</summary>
    public double BatchSeconds { get; private set; }

    public double Seconds => Quartiles.Of(batches.Select(batch => batch.Seconds)).Median;

    public double BytesPerCall => batches.Average(batch => batch.Bytes);

    /// <summary>Lets the JIT finish, and learns how many calls fill a batch.</summary>
    public void WarmUp(double warmUpSeconds, double batchSeconds)
    {
        long start = Stopwatch.GetTimestamp();
        double call = Batch.Run(contender, calls: 1, clock).Seconds;
        for (int count = 1; Stopwatch.GetElapsedTime(start).TotalSeconds < warmUpSeconds; count *= 2)
        {
            call = Batch.Run(contender, count, clock).Seconds;
        }

        callsPerBatch = Math.Max(1, (int)Math.Round(batchSeconds / call));
        BatchSeconds = (callsPerBatch + 1) * call;
    }

    public void RunBatch() => batches.Add(Batch.Run(contender, callsPerBatch, clock));
}
