namespace SpanAttention.Verification;

/// <summary>One statement about layers.</summary>
internal abstract class LayerLaw : Law<LayerRoutine, LayerCase>
{
    public override IReadOnlyList<CaseKind> Kinds => LayerCases.All;
}
