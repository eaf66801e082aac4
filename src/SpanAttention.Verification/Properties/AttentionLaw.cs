namespace SpanAttention.Verification;

/// <summary>One statement about attention: its words, the routines it speaks of, and how to look for a violation.</summary>
internal abstract class AttentionLaw : ILaw
{
    public string Name => GetType().Name;

    public abstract string Equation { get; }

    public abstract string Reason { get; }

    /// <summary>The numbers it is tried on.</summary>
    public virtual IReadOnlyList<CaseKind> Kinds => AttentionCases.Finite;

    /// <summary>Whether it says anything about this routine.</summary>
    public virtual bool Concerns(AttentionRoutine routine) => true;

    /// <summary>The case as the routine is asked about it, where the law puts numbers of its own into it: what a counterexample shows.</summary>
    public virtual AttentionCase Asked(AttentionCase source) => source;

    /// <summary>Where the routine breaks it on this case; null where it does not.</summary>
    public abstract Violation? Find(AttentionRoutine routine, AttentionCase source);
}
