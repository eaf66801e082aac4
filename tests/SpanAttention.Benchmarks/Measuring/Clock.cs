using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>A way to count seconds.</summary>
internal sealed partial class Clock
{
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    private readonly Func<double> seconds;

    private Clock(string name, Func<double> seconds)
    {
        Name = name;
        this.seconds = seconds;
    }

    /// <summary>Seconds that pass, for work that several threads share.</summary>
    public static Clock Elapsed { get; } = new("elapsed time", ElapsedSeconds);

    /// <summary>Seconds that this thread has a processor, whoever else wants it meanwhile; where the system does not tell, seconds that pass.</summary>
    public static Clock Thread { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess && GetTime(ThreadProcessorTime, out _) == 0
        ? new Clock("the thread's processor time", ThreadSeconds)
        : new Clock("elapsed time (only 64-bit Linux tells a thread's processor time)", ElapsedSeconds);

    public string Name { get; }

    /// <summary>Seconds since some moment.</summary>
    public double Seconds => seconds();

    public static Clock Of(int threads) => threads == 1 ? Thread : Elapsed;

    private static double ElapsedSeconds() => (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;

    private static double ThreadSeconds()
    {
        _ = GetTime(ThreadProcessorTime, out TimeSpecification time);
        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpecification time);

    /// <summary>The struct timespec of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
