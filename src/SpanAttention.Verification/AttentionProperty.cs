namespace SpanAttention.Verification;

/// <summary>One property of an attention routine.</summary>
public sealed class AttentionProperty : CaseProperty<AttentionCase>
{
    internal AttentionProperty(AttentionRoutine routine, AttentionLaw law, Func<AttentionShape, AttentionRoutine>? make)
        : base(
            routine.Name,
            law,
            cases => AttentionCases.Of(routine, [.. law.KindsFor(routine)], law.Reach, cases, make is not null),
            (inputs, running) => Find((inputs.Shape == routine.Shape || make is null ? routine : make(inputs.Shape)).Watched(running), law, inputs))
    {
    }

    // Of a smaller shape the law may say nothing.
    private static Violation? Find(AttentionRoutine routine, AttentionLaw law, AttentionCase source)
    {
        AttentionCase stored = routine.Precision.Round(source);
        return law.Concerns(routine) && routine.IsAskedAbout(stored) ? law.Find(routine, stored) : null;
    }
}
