using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Seconds that this thread had a processor: what others take meanwhile is not counted. Where the system does not tell, seconds that passed.</summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>Whether processor time is counted: on 64-bit Linux.</summary>
    public static bool CountsProcessorTime { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess && GetTime(ThreadProcessorTime, out _) == 0;

    public static string Name => CountsProcessorTime ? "the thread's processor time" : "elapsed time (processor time is counted on 64-bit Linux only)";

    public static double Seconds => CountsProcessorTime ? ProcessorSeconds() : (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;

    private static double ProcessorSeconds()
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
