using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Some calls in a row, timed together.</summary>
/// <param name="Seconds">Of a call.</param>
/// <param name="Bytes">Managed memory that a call allocates on its thread.</param>
internal readonly record struct Batch(double Seconds, double Bytes)
{
    /// <summary>An untimed call goes before: it finds its data where others left them.</summary>
    public static Batch Run(Contender contender, int calls, Clock clock)
    {
        contender.Run(calls: 1);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        double start = clock.Seconds;
        contender.Run(calls);
        double seconds = clock.Seconds - start;
        return new Batch(seconds / calls, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / calls);
    }

    /// <summary>How many calls take so long: 1 at least. The JIT has compiled the contender afterwards.</summary>
    public static int Calls(Contender contender, double seconds, Clock clock)
    {
        int calls = 1;
        double taken = Run(contender, calls, clock).Seconds;
        while (taken * calls < seconds / 2)
        {
            calls *= 2;
            taken = Run(contender, calls, clock).Seconds;
        }

        return Math.Max(1, (int)Math.Round(seconds / taken));
    }
}
