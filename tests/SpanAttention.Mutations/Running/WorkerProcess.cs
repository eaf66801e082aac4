using System.Diagnostics;
using System.Globalization;

namespace SpanAttention.Mutations.Running;

/// <summary>A process that runs mutants, replaced by a new one when a mutant ends or spoils it.</summary>
internal sealed class WorkerProcess(bool isSeparate) : IDisposable
{
    // Processor time, as other work on the machine must not end a mutant. Both compile what they run.
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(2);
    private const int TimesTheBaseline = 3;

    // Starting, and the trials of the code without a mistake.
    private static readonly TimeSpan PreparingTime = TimeSpan.FromMinutes(1);

    // What waits for a thread that never comes takes no processor time.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private Process? process;

    /// <summary>Runs a mutant. Where the process does not outlive it, it runs again in a new one, so that no mutant answers for those before it.</summary>
    public Verdict Run(Request request)
    {
        bool isFresh = process is null;
        Verdict verdict = Ask(request);
        if (verdict.Outcome is Outcome.Killed or Outcome.Survived or Outcome.Refused)
        {
            return verdict;
        }

        Dispose();
        if (!isFresh && verdict.Outcome != Outcome.TimedOut)
        {
            return Run(request);
        }

        return verdict.Outcome != Outcome.Broken ? verdict : throw new InvalidOperationException($"Without a mistake there is a difference: {verdict.Evidence}");
    }

    public void Dispose()
    {
        if (process is not null)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            process = null;
        }
    }

    private Verdict Ask(Request request)
    {
        process ??= Start();
        try
        {
            process.StandardInput.WriteLine(request.Line);
            process.StandardInput.Flush();
        }
        catch (IOException exception)
        {
            return new Verdict(Outcome.Crashed, exception.Message);
        }

        if (ReadLine(process, PreparingTime) is not { } baseline)
        {
            return Ended(process);
        }

        TimeSpan limit = LeastTime + (TimesTheBaseline * TimeSpan.FromMilliseconds(double.Parse(baseline, CultureInfo.InvariantCulture)));
        return ReadLine(process, limit) is { } answer ? Verdict.Parse(answer) : Ended(process);
    }

    private static Verdict Ended(Process process) =>
        process.WaitForExit(Poll * 20) ? new Verdict(Outcome.Crashed, $"exit code {process.ExitCode}") : new Verdict(Outcome.TimedOut, "");

    /// <summary>The next line; null where the process ends before, pauses, or takes more processor time than the limit.</summary>
    private static string? ReadLine(Process process, TimeSpan limit)
    {
        Task<string?> line = process.StandardOutput.ReadLineAsync();
        ProcessorTime time = new(process);
        while (!line.Wait(Poll))
        {
            if (process.HasExited || time.Total > limit || time.Pause > LongestPause)
            {
                return line.Wait(Poll * 4) ? line.Result : null;
            }
        }

        return line.Result;
    }

    private Process Start()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in WorkerArguments())
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in Setting.Environment(isSeparate))
        {
            start.Environment[name] = value;
        }

        Process started = Process.Start(start)!;
        started.ErrorDataReceived += static (_, _) => { };
        started.BeginErrorReadLine();
        return started;
    }

    // Run by `dotnet`, the process is the runtime's host, which needs to be told what to run.
    private static string[] WorkerArguments()
    {
        bool isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return isHost ? [typeof(WorkerProcess).Assembly.Location, Program.WorkerRole] : [Program.WorkerRole];
    }
}
