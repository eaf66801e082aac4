namespace SpanAttention.Benchmarks.Measuring;

/// <summary>How many multiply-adds several threads do in a second together: hardware threads may share a core, and the system need not say so.</summary>
internal static class CommonPeak
{
    /// <summary>Operations a second of all threads, each while it has a processor.</summary>
    public static double Sample(double seconds, int threads)
    {
        double[] rates = new double[threads];
        using Barrier start = new(threads);
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(index => new Thread(() => rates[index] = Run(seconds, start)))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return rates.Sum();
    }

    private static double Run(double seconds, Barrier start)
    {
        start.SignalAndWait();
        return Arithmetic.Sample(seconds);
    }
}
