namespace SpanAttention.Mutations.Running;

/// <summary>What became of a mutant.</summary>
internal enum Outcome
{
    /// <summary>The compiler refused it: it is no mutant.</summary>
    Refused,

    /// <summary>A trial showed a difference.</summary>
    Killed,

    /// <summary>Its process ended.</summary>
    Crashed,

    /// <summary>It took many times as long as the code without the mistake.</summary>
    TimedOut,

    /// <summary>No trial showed a difference.</summary>
    Survived,

    /// <summary>It changed memory that is not its own, so that the code without the mistake went wrong afterwards.</summary>
    Spoiled,

    /// <summary>The code without the mistake shows a difference to begin with.</summary>
    Broken,
}
