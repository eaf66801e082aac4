namespace SpanAttention.Verification;

/// <summary>Says how long a property is tried, and on which cases.</summary>
public sealed record VerificationSettings
{
    /// <summary>A hundred cases, others every time.</summary>
    public static VerificationSettings Default { get; } = new();

    /// <summary>Cases that a property is tried on; at least 1. The longest lengths come last, and with any number of cases.</summary>
    public int Cases { get; init; } = 100;

    /// <summary>Says which cases; null for others every time. A counterexample says the seed it was found with; it brings the same cases back for the same <see cref="Cases"/>.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Calls that may be spent on making a counterexample smaller; at least 0. A long call counts as several.</summary>
    public int ShrinkingCalls { get; init; } = 4000;

    /// <summary>The longest that one call of the routine may take, after which it is said to hang; not while a debugger is attached, and what the kit does between calls does not count. Default: 30 seconds, hundreds of times what the longest call takes a plain loop.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    internal void Validate()
    {
        Sizes.AtLeast(Cases, 1, nameof(Cases));
        Sizes.AtLeast(ShrinkingCalls, 0, nameof(ShrinkingCalls));
        if (Deadline <= TimeSpan.Zero && Deadline != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(Deadline), $"{nameof(Deadline)} is {Deadline}; it must be longer than nothing, or Timeout.InfiniteTimeSpan.");
        }
    }
}
