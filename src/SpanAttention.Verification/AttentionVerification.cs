namespace SpanAttention.Verification;

/// <summary>The properties that an attention routine must have, by name.</summary>
public sealed class AttentionVerification : PropertySet<AttentionProperty>
{
    internal AttentionVerification(AttentionRoutine routine, Func<AttentionShape, AttentionRoutine>? make)
        : base(routine.Name, [.. AttentionLaws.All.Where(law => law.Concerns(routine)).Select(law => new AttentionProperty(routine, law, make))]) => Routine = routine;

    /// <summary>The routine.</summary>
    public AttentionRoutine Routine { get; }

    /// <summary>
    /// A number made of every bit that the routine computes on its cases, poison included. Two processes that get the same number compute the same: on machines of different make,
    /// in vectors of different width, built by different compilers.
    /// </summary>
    /// <param name="settings">How many cases, and which; without a seed it is 0.</param>
    public ulong Fingerprint(VerificationSettings? settings = null)
    {
        settings ??= VerificationSettings.Default;
        settings.Validate();
        Fingerprint fingerprint = new();
        VerificationSettings patient = settings with { Deadline = Timeout.InfiniteTimeSpan }; // part of the cases would be another number
        new CaseSearch<AttentionCase>(settings.Seed ?? 0, patient, new RunningCalls()).Run(AttentionCases.Of(Routine, Enum.GetValues<CaseKind>(), Reach.Far, settings.Cases), inputs =>
        {
            fingerprint.Add(Routine, inputs);
            return null;
        });
        return fingerprint.Value;
    }
}
