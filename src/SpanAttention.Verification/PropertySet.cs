using System.Collections;

namespace SpanAttention.Verification;

/// <summary>The properties that a routine must have, by name.</summary>
/// <typeparam name="TProperty">What properties are about.</typeparam>
public abstract class PropertySet<TProperty> : IReadOnlyList<TProperty>
    where TProperty : VerifiedProperty
{
    private readonly IReadOnlyList<TProperty> properties;

    private protected PropertySet(string routineName, IReadOnlyList<TProperty> properties)
    {
        RoutineName = routineName;
        this.properties = properties;
    }

    /// <summary>The routine they are about.</summary>
    public string RoutineName { get; }

    /// <summary>The names, one a row: <c>MemberData</c> of an xunit theory in which every property is a test of its own.</summary>
    public IEnumerable<object[]> Names => properties.Select(static property => new object[] { property.Name });

    /// <inheritdoc/>
    public int Count => properties.Count;

    /// <inheritdoc/>
    public TProperty this[int index] => properties[index];

    /// <summary>The property of a name.</summary>
    /// <param name="name">Such as <c>RowsSumToOne</c>.</param>
    /// <exception cref="ArgumentException">No property of this routine has the name.</exception>
    public TProperty this[string name] =>
        properties.FirstOrDefault(property => property.Name == name)
        ?? throw new ArgumentException($"{RoutineName} has no property {name}; it has {string.Join(", ", properties.Select(static property => property.Name))}.", nameof(name));

    /// <summary>Tries all properties, and throws with a counterexample of every one that does not hold.</summary>
    /// <param name="settings">How many cases, and which.</param>
    /// <returns>That they hold, and how far they were tried.</returns>
    /// <exception cref="PropertyFalsifiedException">Some property does not hold.</exception>
    public Verdict CheckAll(VerificationSettings? settings = null)
    {
        Verdict verdict = TryAll(settings);
        return verdict.Holds ? verdict : throw new PropertyFalsifiedException(verdict);
    }

    /// <summary>Tries all properties.</summary>
    /// <param name="settings">How many cases, and which.</param>
    /// <returns>A counterexample of every property that does not hold.</returns>
    public IReadOnlyList<Counterexample> FalsifyAll(VerificationSettings? settings = null) => TryAll(settings).Counterexamples;

    /// <summary>Tries all properties, until one does not return.</summary>
    /// <param name="settings">How many cases, and which.</param>
    /// <returns>A counterexample of every property that does not hold, and how far they were tried.</returns>
    public Verdict TryAll(VerificationSettings? settings = null)
    {
        settings ??= VerificationSettings.Default;
        TriedLengths tried = new();
        List<Counterexample> counterexamples = [];
        foreach (TProperty property in properties.TakeWhile(_ => counterexamples is not [.., { Hangs: true }]))
        {
            Attempt attempt = property.Try(settings);
            tried.Add(attempt.Tried);
            if (attempt.Counterexample is not null)
            {
                counterexamples.Add(attempt.Counterexample);
            }
        }

        return new Verdict(RoutineName, properties.Count, settings.Cases, counterexamples, tried);
    }

    /// <inheritdoc/>
    public IEnumerator<TProperty> GetEnumerator() => properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
