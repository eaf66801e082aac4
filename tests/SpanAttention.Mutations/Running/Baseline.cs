using System.Diagnostics;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations.Running;

/// <summary>The code without a mistake: its trials, which show no difference, and the processor time that they take.</summary>
internal sealed class Baseline
{
    private readonly IReadOnlyList<Trial> trials;

    public Baseline(int subject, string file)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        trials = AllSubjects.List[subject].Trials(Image.Load(file));
        Difference = Enumerable.Range(0, trials.Count).Select(DifferenceOf).FirstOrDefault(static difference => difference is not null);
        Time = Process.GetCurrentProcess().TotalProcessorTime - before;
    }

    public TimeSpan Time { get; }

    /// <summary>What the trials show; null unless there is a mistake before any is made.</summary>
    public string? Difference { get; }

    /// <summary>Whether a trial still shows no difference.</summary>
    public bool Holds(int trial) => DifferenceOf(trial) is null;

    private string? DifferenceOf(int trial)
    {
        DirtyStack.Spread();
        return trials[trial].FirstDifference();
    }
}
