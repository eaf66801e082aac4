namespace SpanAttention.Verification;

/// <summary>One statement: its words, the routines it speaks of, and how to look for a violation.</summary>
internal abstract class Law<TRoutine, TCase> : ILaw
{
    public virtual string Name => GetType().Name;

    public abstract string Equation { get; }

    public abstract string Reason { get; }

    /// <summary>The numbers it is tried on.</summary>
    public abstract IReadOnlyList<CaseKind> Kinds { get; }

    /// <summary>Says how far it is tried: no farther than may break what shorter lengths do not.</summary>
    public virtual Reach Reach => Reach.Far;

    /// <summary>Tells whether it says anything about this routine.</summary>
    public virtual bool Concerns(TRoutine routine) => true;

    /// <summary>Says where the routine breaks it on this case; null where it does not.</summary>
    public abstract Violation? Find(TRoutine routine, TCase source);
}
