namespace SpanAttention.Verification;

/// <summary>One statement about attention.</summary>
internal abstract class AttentionLaw : Law<AttentionRoutine, AttentionCase>
{
    public override IReadOnlyList<CaseKind> Kinds => AttentionCases.Finite;
}
