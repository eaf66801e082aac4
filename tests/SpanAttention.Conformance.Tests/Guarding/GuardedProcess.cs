using System.Diagnostics;
using System.Globalization;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>What came of a process that touches guarded memory.</summary>
/// <param name="ExitCode">0 where it came to its end.</param>
/// <param name="Calls">Calls that it began.</param>
/// <param name="LastCall">The one that ended it, where one did.</param>
/// <param name="Error">What the runtime says about that.</param>
internal sealed record GuardedProcess(int ExitCode, int Calls, string LastCall, string Error)
{
    private const int LinesOfError = 12;
    private const int SegmentationFault = 128 + 11;

    /// <summary>Whether memory ended it, and not an exception: the runtime says so, or in its own native code nothing.</summary>
    public bool IsFault => ExitCode == SegmentationFault || Error.Contains(nameof(AccessViolationException), StringComparison.Ordinal);

    /// <summary>Runs <see cref="Program"/> in a process of its own, with the seed of this one.</summary>
    public static GuardedProcess Run(params string[] arguments)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        ProcessStartInfo start = new(host, ["exec", typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[RunSeed.Variable] = RunSeed.Value.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        int calls = 0;
        string last = "";
        while (process.StandardOutput.ReadLine() is { } line)
        {
            calls++;
            last = line;
        }

        process.WaitForExit();
        return new GuardedProcess(process.ExitCode, calls, last, string.Join('\n', error.Result.Split('\n').Take(LinesOfError)));
    }

    public override string ToString() => $"{LastCall}: the process ended with {ExitCode}; {RunSeed.Replay}\n{Error}";
}
