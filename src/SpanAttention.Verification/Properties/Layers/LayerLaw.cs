namespace SpanAttention.Verification;

/// <summary>One statement about layers: its words, the layers it speaks of, and how to look for a violation.</summary>
internal abstract class LayerLaw : ILaw
{
    public string Name => GetType().Name;

    public abstract string Equation { get; }

    public abstract string Reason { get; }

    /// <summary>The numbers it is tried on.</summary>
    public virtual IReadOnlyList<CaseKind> Kinds => LayerCases.All;

    /// <summary>Whether it says anything about this layer.</summary>
    public abstract bool Concerns(LayerRoutine routine);

    /// <summary>The case as the layer is asked about it, where the law puts numbers of its own into it: what a counterexample shows.</summary>
    public virtual LayerCase Asked(LayerCase source) => source;

    /// <summary>Where the layer breaks it on this case; null where it does not.</summary>
    public abstract Violation? Find(LayerRoutine routine, LayerCase source);
}
