using FsCheck;

namespace SpanAttention.Verification;

/// <summary>One property of an attention routine.</summary>
public sealed class AttentionProperty : CaseProperty<AttentionCase>
{
    private readonly AttentionRoutine routine;
    private readonly AttentionLaw law;

    internal AttentionProperty(AttentionRoutine routine, AttentionLaw law)
        : base(routine.Name, law)
    {
        this.routine = routine;
        this.law = law;
    }

    /// <inheritdoc/>
    public override Arbitrary<AttentionCase> Cases => AttentionCases.Arbitrary(routine.Shape, routine.TakesKeyCount, [.. law.Kinds]);

    private protected override AttentionCase Asked(AttentionCase inputs) => law.Asked(inputs);

    private protected override Violation? FindUnguarded(AttentionCase inputs) => law.Find(routine, inputs);
}
