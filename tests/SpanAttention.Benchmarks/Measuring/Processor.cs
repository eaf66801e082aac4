using System.Diagnostics;

namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Keeps this thread, and those it starts, on one processor.</summary>
internal static class Processor
{
    public static void Pin(int index)
    {
        if (index >= Environment.ProcessorCount)
        {
            throw new UsageException($"--cpu {index}: there are {Environment.ProcessorCount} processors, counted from 0");
        }

        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using Process process = Process.GetCurrentProcess();
            process.ProcessorAffinity = (nint)1 << index;
            return;
        }

        throw new UsageException("--cpu works on Linux and Windows only");
    }
}
