using System.Diagnostics;
using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Times one contender in batches of calls.</summary>
internal sealed class Measurement(Contender contender)
{
    private readonly List<double> seconds = [];
    private long allocatedBytes;
    private long calls;

    public Contender Contender => contender;

    public int CallsPerBatch { get; private set; } = 1;

    /// <summary>Seconds of a batch, as far as known.</summary>
    public double BatchSeconds { get; private set; }

    public double Seconds => Median.Of(seconds);

    public double BytesPerCall => (double)allocatedBytes / calls;

    /// <summary>Lets the JIT finish, and learns how many calls fill a batch.</summary>
    public void WarmUp(double warmUpSeconds, double batchSeconds)
    {
        long start = Stopwatch.GetTimestamp();
        double call = Time(1);
        for (int count = 1; Stopwatch.GetElapsedTime(start).TotalSeconds < warmUpSeconds; count *= 2)
        {
            call = Time(count) / count;
        }

        CallsPerBatch = Math.Max(1, (int)Math.Round(batchSeconds / call));
        BatchSeconds = CallsPerBatch * call;
    }

    public void RunBatch()
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        double batch = Time(CallsPerBatch);
        allocatedBytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
        calls += CallsPerBatch;
        seconds.Add(batch / CallsPerBatch);
    }

    private double Time(int count)
    {
        long start = Stopwatch.GetTimestamp();
        contender.Run(count);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
