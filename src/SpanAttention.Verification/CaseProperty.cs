using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification;

/// <summary>A property of one routine, tried on cases of one kind.</summary>
/// <typeparam name="TCase">The inputs of one try.</typeparam>
public abstract class CaseProperty<TCase> : VerifiedProperty
    where TCase : class
{
    private readonly Func<TCase, TCase> asked;
    private readonly Func<TCase, Violation?> find;

    /// <param name="routineName">The routine.</param>
    /// <param name="law">What it says.</param>
    /// <param name="cases">The cases it is tried on.</param>
    /// <param name="asked">The case as the routine is asked about it.</param>
    /// <param name="find">Where the routine breaks the property on a case; null where it does not. May throw what the routine throws.</param>
    private protected CaseProperty(string routineName, ILaw law, Arbitrary<TCase> cases, Func<TCase, TCase> asked, Func<TCase, Violation?> find)
        : base(routineName, law)
    {
        Cases = cases;
        this.asked = asked;
        this.find = find;
    }

    /// <summary>The cases it is tried on.</summary>
    public Arbitrary<TCase> Cases { get; }

    /// <summary>Tells whether it holds on one case.</summary>
    /// <param name="inputs">The case.</param>
    public bool Holds(TCase inputs) => Find(inputs) is null;

    /// <inheritdoc/>
    public sealed override CaseCounterexample<TCase>? Falsify(VerificationSettings? settings = null)
    {
        settings ??= VerificationSettings.Default;
        ulong seed = settings.Seed ?? (ulong)Random.Shared.NextInt64();
        return new CaseSearch<TCase>(seed, settings).Run(Cases, Find) is not ({ } smallest, { } violation)
            ? null
            : new CaseCounterexample<TCase>(this, asked(smallest), violation.Place, violation.Expected, violation.Actual, seed);
    }

    /// <inheritdoc/>
    public sealed override Property ToProperty() => Prop.ForAll(Cases, inputs => Find(inputs) is not { } violation
        ? true.ToProperty()
        : false.Label($"{RoutineName}: {Name} is falsified: {Equation}{Environment.NewLine}{violation}"));

    private Violation? Find(TCase inputs)
    {
        try
        {
            return find(inputs);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Violation("the call", "no exception", $"{exception.GetType().Name}: {exception.Message}");
        }
    }
}
