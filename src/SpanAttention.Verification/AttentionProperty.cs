namespace SpanAttention.Verification;

/// <summary>One property of an attention routine.</summary>
public sealed class AttentionProperty : CaseProperty<AttentionCase>
{
    internal AttentionProperty(AttentionRoutine routine, AttentionLaw law)
        : base(routine.Name, law, AttentionCases.Arbitrary(routine.Shape, routine.TakesKeyCount, [.. law.Kinds]), law.Asked, inputs => law.Find(routine, inputs))
    {
    }
}
