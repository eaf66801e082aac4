namespace SpanAttention.Verification;

/// <summary>Settings of a search: how many cases a property is tried on, and which.</summary>
public sealed record VerificationSettings
{
    /// <summary>A hundred cases, others every time.</summary>
    public static VerificationSettings Default { get; } = new();

    /// <summary>Cases that a property is tried on.</summary>
    public int Cases { get; init; } = 100;

    /// <summary>Seed of the cases; null for others every time. A counterexample says the seed it was found with.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Calls that may be spent on making a counterexample smaller.</summary>
    public int ShrinkingCalls { get; init; } = 4000;
}
