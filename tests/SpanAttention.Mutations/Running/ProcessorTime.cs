using System.ComponentModel;
using System.Diagnostics;

namespace SpanAttention.Mutations.Running;

/// <summary>Processor time that a process takes from now on.</summary>
internal sealed class ProcessorTime
{
    // A process that waits still wakes up now and then.
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    private readonly Process process;
    private readonly TimeSpan start;
    private readonly Stopwatch pause = Stopwatch.StartNew();
    private TimeSpan last;

    public ProcessorTime(Process process)
    {
        this.process = process;
        start = Now();
        last = start;
    }

    public TimeSpan Total => Now() - start;

    /// <summary>How long the process has done next to nothing.</summary>
    public TimeSpan Pause
    {
        get
        {
            TimeSpan now = Now();
            if (now - last > Idle)
            {
                last = now;
                pause.Restart();
            }

            return pause.Elapsed;
        }
    }

    private TimeSpan Now()
    {
        process.Refresh();
        try
        {
            return process.HasExited ? last : process.TotalProcessorTime;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return last; // it has ended meanwhile
        }
    }
}
