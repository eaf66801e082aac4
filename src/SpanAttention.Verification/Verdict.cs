namespace SpanAttention.Verification;

/// <summary>Says what came of trying the properties of a routine: which do not hold, and how far they were tried.</summary>
public sealed class Verdict
{
    private readonly string routineName;
    private readonly int properties;
    private readonly int cases;
    private readonly TriedLengths tried;

    internal Verdict(string routineName, int properties, int cases, IReadOnlyList<Counterexample> counterexamples, TriedLengths tried)
    {
        this.routineName = routineName;
        this.properties = properties;
        this.cases = cases;
        this.tried = tried;
        Counterexamples = counterexamples;
    }

    /// <summary>One of every property that does not hold. The first that a routine does not return from is the last that is tried.</summary>
    public IReadOnlyList<Counterexample> Counterexamples { get; }

    /// <summary>Tells whether all properties held.</summary>
    public bool Holds => Counterexamples.Count == 0;

    /// <summary>The longest lengths that were tried, such as <c>up to 1,025 keys, 257 queries</c>. Of longer ones nothing is known.</summary>
    public string Tried => $"{tried}";

    /// <summary>The counterexamples, or that there are none; and how far was tried.</summary>
    public override string ToString() => Holds
        ? FormattableString.Invariant($"{routineName}: all {properties} properties hold on {cases} cases each. Tried: {Tried}.")
        : string.Join(Environment.NewLine + Environment.NewLine, Counterexamples.Select(static counterexample => $"{counterexample}").Append($"Tried: {Tried}."));
}
