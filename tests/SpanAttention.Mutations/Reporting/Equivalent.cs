using System.Text.RegularExpressions;
using SpanAttention.Mutations.Mutants;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations.Reporting;

/// <summary>Mutants that no trial can notice. In all parts but the reason … stands for any text.</summary>
/// <param name="Where">The step, or the member where only one width is meant.</param>
/// <param name="Operator">The kind of mistake.</param>
/// <param name="Change">What stood there, and what does; see <see cref="Mutant.Change"/>.</param>
/// <param name="Regimes">The subjects, any of these.</param>
/// <param name="Why">Why it makes no difference.</param>
internal sealed record Equivalent(string Where, string Operator, string Change, IReadOnlyList<string> Regimes, string Why)
{
    private const string AnyText = "…";

    private readonly Regex where = Pattern(Where);
    private readonly Regex operation = Pattern(Operator);
    private readonly Regex change = Pattern(Change);
    private readonly Regex[] regimes = [.. Regimes.Select(Pattern)];

    public bool Matches(Mutant mutant) =>
        (where.IsMatch(mutant.Step) || where.IsMatch(mutant.Member))
        && operation.IsMatch(mutant.Operator)
        && regimes.Any(regime => regime.IsMatch(AllSubjects.List[mutant.Subject].Regime))
        && change.IsMatch(mutant.Change);

    public override string ToString() => $"{Where}, {Operator}: {Change}";

    private static Regex Pattern(string text) => new($"^{Regex.Escape(text).Replace(AnyText, ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);
}
