using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification;

/// <summary>A property of one routine, tried on cases of one kind.</summary>
/// <typeparam name="TCase">The inputs of one try.</typeparam>
public abstract class CaseProperty<TCase> : VerifiedProperty
    where TCase : class
{
    private readonly Func<int, Arbitrary<TCase>> casesOf;
    private readonly Func<TCase, RunningCalls, Violation?> find;

    /// <param name="routineName">The routine.</param>
    /// <param name="law">What it says.</param>
    /// <param name="casesOf">The cases it is tried on, where it is on so many.</param>
    /// <param name="find">Where the routine breaks the property on a case, its calls watched; null where it does not. May throw what the routine throws.</param>
    private protected CaseProperty(string routineName, ILaw law, Func<int, Arbitrary<TCase>> casesOf, Func<TCase, RunningCalls, Violation?> find)
        : base(routineName, law)
    {
        this.casesOf = casesOf;
        this.find = find;
    }

    /// <summary>The cases it is tried on.</summary>
    public Arbitrary<TCase> Cases => casesOf(VerificationSettings.Default.Cases);

    /// <summary>Tells whether it holds on one case.</summary>
    /// <param name="inputs">The case.</param>
    public bool Holds(TCase inputs) => Find(inputs) is null;

    /// <inheritdoc/>
    public sealed override CaseCounterexample<TCase>? Falsify(VerificationSettings? settings = null) => (CaseCounterexample<TCase>?)Try(settings).Counterexample;

    /// <inheritdoc/>
    public sealed override Property ToProperty() => Prop.ForAll(Cases, inputs => Find(inputs) is not { } violation
        ? true.ToProperty()
        : false.Label($"{RoutineName}: {Name} is falsified: {Equation}{Environment.NewLine}{violation}"));

    internal sealed override Attempt Try(VerificationSettings? settings)
    {
        settings ??= VerificationSettings.Default;
        settings.Validate();
        ulong seed = settings.Seed ?? (ulong)Random.Shared.NextInt64();
        RunningCalls running = new();
        CaseSearch<TCase> search = new(Own(seed), settings, running);
        (TCase Case, Violation Violation)? found = search.Run(casesOf(settings.Cases), inputs => Find(inputs, running));
        return new Attempt(found is null ? null : Counterexample(found.Value.Case, found.Value.Violation, seed, settings.Cases), search.Tried);
    }

    // Properties that share a seed are tried on cases of their own (FNV-1a of the name).
    private ulong Own(ulong seed) => Name.Aggregate(seed, static (hash, letter) => unchecked((hash ^ letter) * 0x100000001B3));

    private CaseCounterexample<TCase> Counterexample(TCase smallest, Violation violation, ulong seed, int cases) =>
        new(this, violation.Case as TCase ?? smallest, violation.Place, violation.Expected, violation.Actual, seed)
        {
            Cases = cases,
            Hangs = violation.Hangs,
            Notes = violation.Hangs || Find(smallest) is not null ? violation.Notes : [.. violation.Notes, "The routine is not the same twice: on the same case, tried once more, the property holds."],
        };

    private Violation? Find(TCase inputs) => Find(inputs, new RunningCalls());

    private Violation? Find(TCase inputs, RunningCalls running)
    {
        try
        {
            return find(inputs, running);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Violation.Of(exception);
        }
    }
}
