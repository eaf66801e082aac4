namespace SpanAttention.Verification;

/// <summary>How long a property is tried, and on which cases.</summary>
public sealed record VerificationSettings
{
    /// <summary>A hundred cases, others every time.</summary>
    public static VerificationSettings Default { get; } = new();

    /// <summary>Cases that a property is tried on.</summary>
    public int Cases { get; init; } = 100;

    /// <summary>Which cases; null for others every time. A counterexample says the seed it was found with.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Calls that may be spent on making a counterexample smaller.</summary>
    public int ShrinkingCalls { get; init; } = 4000;
}
