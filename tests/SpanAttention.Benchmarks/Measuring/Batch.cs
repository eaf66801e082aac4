using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Some calls in a row, timed together.</summary>
internal static class Batch
{
    /// <summary>Seconds a call. An untimed call goes before: it finds its data where others left them.</summary>
    public static double Seconds(Contender contender, int calls)
    {
        contender.Run(calls: 1);
        double start = ThreadClock.Seconds;
        contender.Run(calls);
        return (ThreadClock.Seconds - start) / calls;
    }

    /// <summary>How many calls take so long: 1 at least. The JIT has compiled the contender afterwards.</summary>
    public static int Calls(Contender contender, double seconds)
    {
        contender.Run(calls: 1);
        int calls = 1;
        double taken = Seconds(contender, calls);
        while (taken * calls < seconds / 2)
        {
            calls *= 2;
            taken = Seconds(contender, calls);
        }

        return Math.Max(1, (int)Math.Round(seconds / taken));
    }
}
