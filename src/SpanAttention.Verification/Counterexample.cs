namespace SpanAttention.Verification;

/// <summary>A case on which a routine breaks a property, made as small as was found.</summary>
/// <param name="Property">The property.</param>
/// <param name="Place">Where the result is wrong, in words.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Actual">What is there.</param>
/// <param name="Seed">Brings the same cases back: <see cref="VerificationSettings.Seed"/>.</param>
public abstract record Counterexample(VerifiedProperty Property, string Place, string Expected, string Actual, ulong Seed)
{
    /// <summary>Shapes and inputs, as C# literals.</summary>
    public abstract string Inputs { get; }

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
                $"  seed {Seed}",
            ]);
}
