using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification;

/// <summary>One property of one routine: what it says, why it holds, and whether it does.</summary>
public sealed class AttentionProperty
{
    private readonly AttentionRoutine routine;
    private readonly AttentionLaw law;

    internal AttentionProperty(AttentionRoutine routine, AttentionLaw law)
    {
        this.routine = routine;
        this.law = law;
    }

    /// <summary>The property's name, such as <c>RowsSumToOne</c>.</summary>
    public string Name => law.Name;

    /// <summary>What it says.</summary>
    public string Equation => law.Equation;

    /// <summary>Why it holds for every right routine.</summary>
    public string Reason => law.Reason;

    /// <summary>The routine it is about.</summary>
    public string RoutineName => routine.Name;

    /// <summary>The cases it is tried on.</summary>
    public Arbitrary<AttentionCase> Cases => AttentionCases.Arbitrary(routine.Shape, routine.TakesKeyCount, [.. law.Kinds]);

    /// <summary>Whether it holds on one case.</summary>
    /// <param name="inputs">The case.</param>
    public bool Holds(AttentionCase inputs) => Find(inputs) is null;

    /// <summary>Tries it on many cases, and throws where it does not hold.</summary>
    /// <param name="settings">How many cases, and which.</param>
    /// <exception cref="PropertyFalsifiedException">It does not hold.</exception>
    public void Check(VerificationSettings? settings = null)
    {
        if (Falsify(settings) is { } counterexample)
        {
            throw new PropertyFalsifiedException([counterexample]);
        }
    }

    /// <summary>Tries it on many cases.</summary>
    /// <param name="settings">How many cases, and which.</param>
    /// <returns>The smallest counterexample found, or null.</returns>
    public Counterexample? Falsify(VerificationSettings? settings = null)
    {
        settings ??= VerificationSettings.Default;
        ulong seed = settings.Seed ?? (ulong)Random.Shared.NextInt64();
        CaseSearch search = new(seed, settings);
        if (search.Run(Cases, Holds) is not { } smallest)
        {
            return null;
        }

        Violation violation = Find(smallest)!;
        return new Counterexample(this, law.Asked(smallest), violation.Place, violation.Expected, violation.Actual, seed);
    }

    /// <summary>As FsCheck has it, for <c>[Property]</c> methods of FsCheck.Xunit and runners of your own.</summary>
    public Property ToProperty() => Prop.ForAll(Cases, inputs => Find(inputs) is not { } violation
        ? true.ToProperty()
        : false.Label($"{RoutineName}: {Name} is falsified: {Equation}{Environment.NewLine}{violation}"));

    /// <summary>The routine and the name.</summary>
    public override string ToString() => $"{RoutineName}: {Name}";

    private Violation? Find(AttentionCase inputs)
    {
        try
        {
            return law.Find(routine, inputs);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Violation("the call", "no exception", $"{exception.GetType().Name}: {exception.Message}");
        }
    }
}
