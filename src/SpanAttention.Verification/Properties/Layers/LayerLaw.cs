namespace SpanAttention.Verification;

/// <summary>One statement about layers.</summary>
internal abstract class LayerLaw : Law<LayerRoutine, LayerCase>
{
    public override IReadOnlyList<CaseKind> Kinds => LayerCases.All;

    /// <summary>The numbers that it is tried on with a layer: poison only where that is promised not to be read.</summary>
    public IEnumerable<CaseKind> KindsFor(LayerRoutine routine) =>
        Kinds.Where(kind => kind != CaseKind.Poison || routine.Promises.HasFlag(AttentionPromises.ReadsNoHidden));
}
