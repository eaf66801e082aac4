using SpanAttention.Conformance.Tests.Generation;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Tries declarations on every kind of data and reports the first differences, with what replays them.</summary>
public static class TrialReport
{
    private const int ReportedFailures = 12;

    public static void Check<T>(ITestOutputHelper output, IReadOnlyList<T> trials, Func<T, DataKind, IEnumerable<string>> differences)
    {
        output.WriteLine($"{trials.Count} declarations, {Enum.GetValues<DataKind>().Length} kinds of data each; {RunSeed.Replay}");
        string[] failures =
        [
            .. from trial in trials
               from kind in Enum.GetValues<DataKind>()
               from difference in differences(trial, kind)
               select $"{trial}, {kind}: {difference}",
        ];
        string report = string.Join(Environment.NewLine, failures.Take(ReportedFailures));
        Assert.True(failures.Length == 0, $"{failures.Length} differences; {RunSeed.Replay}{Environment.NewLine}{report}");
    }
}
