using System.Diagnostics;
using SpanAttention.Mutations.Mutants;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations.Running;

/// <summary>The code without a mistake: its trials, which show no difference, and the processor time that they take.</summary>
internal sealed class Baseline
{
    private readonly IReadOnlyList<Trial> trials;

    public Baseline(EmittedSubject subject, Setting setting)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        trials = subject.Trials(setting);
        for (int trial = 0; trial < trials.Count; trial++)
        {
            DirtyStack.Spread();
            if (trials[trial].FirstDifference() is { } difference)
            {
                throw new InvalidOperationException($"Without a mistake there is a difference: {difference}");
            }
        }

        Time = Process.GetCurrentProcess().TotalProcessorTime - before;
    }

    public TimeSpan Time { get; }

    /// <summary>Whether a trial still shows no difference.</summary>
    public bool Holds(int trial)
    {
        DirtyStack.Spread();
        return trials[trial].FirstDifference() is null;
    }
}
