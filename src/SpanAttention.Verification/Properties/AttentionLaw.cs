namespace SpanAttention.Verification;

/// <summary>One statement about attention.</summary>
internal abstract class AttentionLaw : Law<AttentionRoutine, AttentionCase>
{
    public override IReadOnlyList<CaseKind> Kinds => AttentionCases.Finite;

    /// <summary>The numbers that it is tried on with a routine: poison only where that is promised not to be read.</summary>
    public IEnumerable<CaseKind> KindsFor(AttentionRoutine routine) =>
        Kinds.Where(kind => kind != CaseKind.Poison || routine.Promises.HasFlag(AttentionPromises.ReadsNoHidden));
}
