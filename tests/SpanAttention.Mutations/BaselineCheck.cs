using SpanAttention.Mutations.Mutants;
using SpanAttention.Mutations.Running;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations;

/// <summary>Tries every subject's code without a mistake. Where a trial shows a difference there, it says nothing of mutants.</summary>
internal static class BaselineCheck
{
    /// <summary>Whether no trial of any subject shows a difference.</summary>
    /// <param name="text">What is in the regimes of the subjects that are tried; null for all.</param>
    public static bool Run(string? text)
    {
        using ImageFolder images = new();
        int broken = 0;
        foreach (int subject in Enumerable.Range(0, AllSubjects.List.Count).Where(subject => text is null || AllSubjects.List[subject].Regime.Contains(text, StringComparison.Ordinal)))
        {
            Setting setting = Setting.For(width: null, isSeparate: false);
            EmittedSubject emitted = new(subject);
            Baseline baseline = new(subject, images.Original(subject, setting.Width, () => emitted.Image(setting)));
            Console.WriteLine($"{(baseline.Difference is null ? "holds " : "BROKEN")} {AllSubjects.List[subject].Regime}{(baseline.Difference is { } difference ? $": {difference}" : "")}");
            broken += baseline.Difference is null ? 0 : 1;
        }

        return broken == 0;
    }
}
