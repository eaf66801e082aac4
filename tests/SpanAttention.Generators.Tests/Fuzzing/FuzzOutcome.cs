namespace SpanAttention.Generators.Tests.Fuzzing;

/// <summary>What became of some declarations.</summary>
/// <param name="Compiled">Emitted code for them compiles.</param>
/// <param name="Refused">A diagnostic says what is wrong.</param>
/// <param name="Broken">The compiler refuses them without the generator.</param>
/// <param name="Failures">All others, with what went wrong.</param>
internal sealed record FuzzOutcome(int Compiled, int Refused, int Broken, IReadOnlyList<string> Failures)
{
    public FuzzOutcome And(FuzzOutcome other) => new(Compiled + other.Compiled, Refused + other.Refused, Broken + other.Broken, [.. Failures, .. other.Failures]);
}
