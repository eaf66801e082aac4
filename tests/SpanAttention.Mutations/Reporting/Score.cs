using SpanAttention.Mutations.Running;

namespace SpanAttention.Mutations.Reporting;

/// <summary>How many of some mutants met which end.</summary>
internal sealed class Score(IReadOnlyList<MutantResult> results, EquivalentList equivalents)
{
    public int Mutants => results.Count;

    /// <summary>Noticed with the machine's arithmetic.</summary>
    public int KilledFused => results.Count(static result => result.Verdict.IsKilled && !result.Setting.IsSeparate);

    /// <summary>Noticed only without fused multiply-add.</summary>
    public int KilledSeparate => results.Count(static result => result.Verdict.IsKilled && result.Setting.IsSeparate);

    /// <summary>Among those noticed: ended their process, or wrote where others' memory is.</summary>
    public int Crashed => results.Count(static result => result.Verdict.Outcome is Outcome.Crashed or Outcome.Spoiled);

    /// <summary>Among those noticed: did not end.</summary>
    public int TimedOut => results.Count(static result => result.Verdict.Outcome == Outcome.TimedOut);

    /// <summary>Not noticed, as nothing can notice them.</summary>
    public int Equivalent => results.Count(result => result.Verdict.Outcome == Outcome.Survived && equivalents.Of(result.Mutant) is not null);

    /// <summary>Not noticed.</summary>
    public int Surviving => Mutants - KilledFused - KilledSeparate - Equivalent;

    /// <summary>Killed among those that something can notice, in percent.</summary>
    public double Percent => Mutants == Equivalent ? 100 : 100.0 * (KilledFused + KilledSeparate) / (Mutants - Equivalent);
}
