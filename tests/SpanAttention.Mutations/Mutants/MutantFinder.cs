using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Mutations.Operators;

namespace SpanAttention.Mutations.Mutants;

/// <summary>Lists every mistake that can be made in some files, always in the same order.</summary>
internal static partial class MutantFinder
{
    /// <param name="subject">The subject's number.</param>
    /// <param name="sources">The files by their names.</param>
    /// <param name="mutates">Whether mistakes are made in a file's step.</param>
    public static IReadOnlyList<Mutant> Find(int subject, IReadOnlyDictionary<string, string> sources, Func<string, string, bool> mutates)
    {
        List<Mutant> mutants = [];
        foreach ((string file, string text) in sources.OrderBy(static source => source.Key, StringComparer.Ordinal))
        {
            mutants.AddRange(InFile(subject, file, text, mutates).DistinctBy(static mutant => (mutant.Span, mutant.Replacement)));
        }

        return [.. mutants.Select(static (mutant, number) => mutant with { Number = number })];
    }

    private static IEnumerable<Mutant> InFile(int subject, string file, string text, Func<string, string, bool> mutates) =>
        from member in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
        where StepName.MemberOf(member) == member
        let step = StepName.Of(member)
        where mutates(file, step)
        let cell = member is BaseFieldDeclarationSyntax ? $"constants of {subject}" : StepName.WithWidth(member)!
        from node in member.DescendantNodes(static node => !IsLeftAlone(node))
        where !IsLeftAlone(node)
        from operation in MutationOperators.All
        from replacement in operation.Replacements(node)
        select new Mutant(subject, 0, operation.Name, file, step, Width(member, file, node), cell, node, replacement);

    // Every width gives the same bits, so which one is picked cannot be seen, nor what is asked of memory ahead. Attributes say nothing about results.
    private static bool IsLeftAlone(SyntaxNode node) =>
        node is AttributeListSyntax
        || (node is ExpressionSyntax && node.ToString().EndsWith(".IsHardwareAccelerated", StringComparison.Ordinal))
        || (node is StatementSyntax and not BlockSyntax && Hint().IsMatch(node.ToString()));

    // Prefetch.Line(…), ahead.Ask(…), and the variables that say what to ask for
    [GeneratedRegex(@"^(Prefetch\.|ahead\.|(\w+ )*(ahead|asked|wanted|next|nextKey) = )")]
    private static partial Regex Hint();

    // Width in the name of a method that serves one, of the file whose methods all do, or of the method that is called for one.
    private static int? Width(MemberDeclarationSyntax member, string file, SyntaxNode node) =>
        WidthOf(WidthOfMember(), StepName.Identifier(member))
        ?? VectorChoice.WidthOf(file)
        ?? WidthOf(WidthOfCall(), node.FirstAncestorOrSelf<ExpressionStatementSyntax>()?.ToString() ?? "");

    private static int? WidthOf(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } width ? int.Parse(width.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("(512|256|128)[a-z]*$", RegexOptions.IgnoreCase)]
    private static partial Regex WidthOfMember();

    // ScoreTile256(…), Next<Lanes256, …>(…)
    [GeneratedRegex(@"^\w+?(?:<Lanes)?(512|256|128)[,(]")]
    private static partial Regex WidthOfCall();
}
