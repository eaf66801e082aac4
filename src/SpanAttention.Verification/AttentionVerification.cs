namespace SpanAttention.Verification;

/// <summary>The properties that an attention routine must have, by name.</summary>
public sealed class AttentionVerification : PropertySet<AttentionProperty>
{
    internal AttentionVerification(AttentionRoutine routine)
        : base(routine.Name, [.. AttentionLaws.All.Where(law => law.Concerns(routine)).Select(law => new AttentionProperty(routine, law))]) => Routine = routine;

    /// <summary>The routine.</summary>
    public AttentionRoutine Routine { get; }
}
