namespace SpanAttention.Verification;

/// <summary>A case on which a routine breaks a property, made as small as was found.</summary>
/// <param name="Property">The property.</param>
/// <param name="Place">Where the result is wrong, in words.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Actual">What is there.</param>
/// <param name="Seed">Brings the same cases back, with the same <see cref="VerificationSettings.Cases"/>: <see cref="VerificationSettings.Seed"/>.</param>
public abstract record Counterexample(VerifiedProperty Property, string Place, string Expected, string Actual, ulong Seed)
{
    /// <summary>Shapes and inputs, as C# literals.</summary>
    public abstract string Inputs { get; }

    /// <summary>Says what else there is to say, a line each: where an exception came from, that the routine is not the same twice.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Says how many cases the seed was drawn for: <see cref="VerificationSettings.Cases"/>.</summary>
    public int Cases { get; init; }

    internal bool Hangs { get; init; }

    /// <summary>Everything a person needs to see the mistake: property, shapes, inputs as C# literals, expected, actual, and seed.</summary>
    public override string ToString() =>
        string.Join(
            Environment.NewLine,
            [
                $"{Property.RoutineName}: {Property.Name} is falsified",
                $"  {Property.Equation}",
                .. Inputs.Split(Environment.NewLine).Select(static line => $"  {line}"),
                $"  {Place}",
                $"    expected {Expected}",
                $"    actual   {Actual}",
                .. Notes.Select(static note => $"    {note}"),
                $"  seed {Seed}, of {Cases} cases",
            ]);
}
