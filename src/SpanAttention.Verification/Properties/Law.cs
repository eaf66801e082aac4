namespace SpanAttention.Verification;

/// <summary>One statement: its words, the routines it speaks of, and how to look for a violation.</summary>
internal abstract class Law<TRoutine, TCase> : ILaw
{
    public string Name => GetType().Name;

    public abstract string Equation { get; }

    public abstract string Reason { get; }

    /// <summary>The numbers it is tried on.</summary>
    public abstract IReadOnlyList<CaseKind> Kinds { get; }

    /// <summary>Tells whether it says anything about this routine.</summary>
    public virtual bool Concerns(TRoutine routine) => true;

    /// <summary>The case as the routine is asked about it, where the law puts numbers of its own into it: what a counterexample shows.</summary>
    public virtual TCase Asked(TCase source) => source;

    /// <summary>Finds where the routine breaks it on this case; null where it does not.</summary>
    public abstract Violation? Find(TRoutine routine, TCase source);
}
