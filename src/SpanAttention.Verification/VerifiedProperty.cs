using FsCheck;

namespace SpanAttention.Verification;

/// <summary>One property of one routine: what it says, why it holds, and whether it does.</summary>
public abstract class VerifiedProperty
{
    private protected VerifiedProperty(string routineName, ILaw law)
    {
        RoutineName = routineName;
        Name = law.Name;
        Equation = law.Equation;
        Reason = law.Reason;
    }

    /// <summary>The property's name, such as <c>RowsSumToOne</c>.</summary>
    public string Name { get; }

    /// <summary>Equation that must hold.</summary>
    public string Equation { get; }

    /// <summary>Reason for which it holds for every right routine.</summary>
    public string Reason { get; }

    /// <summary>The routine it is about.</summary>
    public string RoutineName { get; }

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
    public abstract Counterexample? Falsify(VerificationSettings? settings = null);

    /// <summary>Tries it on many cases.</summary>
    internal abstract Attempt Try(VerificationSettings? settings);

    /// <summary>As FsCheck has it, for <c>[Property]</c> methods of FsCheck.Xunit and runners of your own.</summary>
    public abstract Property ToProperty();

    /// <summary>The routine and the name.</summary>
    public override string ToString() => $"{RoutineName}: {Name}";
}
