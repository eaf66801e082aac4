using System.Text.RegularExpressions;
using SpanAttention.Mutations.Mutants;
using SpanAttention.Mutations.Subjects;

namespace SpanAttention.Mutations.Reporting;

/// <summary>Mutants that no trial can notice, by what they change. In the texts … stands for anything; digits of a vector width are left out, unless <paramref name="Where"/> has them.</summary>
/// <param name="Regime">The subjects.</param>
/// <param name="Where">The member.</param>
/// <param name="Original">The line before.</param>
/// <param name="Mutated">The line after.</param>
/// <param name="Why">Why it makes no difference.</param>
internal sealed partial record Equivalent(string Regime, string Where, string Original, string Mutated, string Why)
{
    private readonly Regex regime = Pattern(Regime);
    private readonly Regex where = Pattern(Where);
    private readonly Regex original = Pattern(Original);
    private readonly Regex mutated = Pattern(Mutated);

    public bool Matches(Mutant mutant) =>
        (where.IsMatch(mutant.Member) || where.IsMatch(WithoutWidth(mutant.Member)))
        && regime.IsMatch(AllSubjects.List[mutant.Subject].Regime)
        && original.IsMatch(WithoutWidth(mutant.Original))
        && mutated.IsMatch(WithoutWidth(mutant.Mutated));

    /// <summary>A text that is the same for every vector width, on one line.</summary>
    public static string WithoutWidth(string text) => Blanks().Replace(Widths().Replace(text, ""), " ");

    private static Regex Pattern(string text) => new($"^{Regex.Escape(text).Replace("…", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"(?<=[A-Za-z])(512|256|128)(?=\b|[a-z_<])")]
    private static partial Regex Widths();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
