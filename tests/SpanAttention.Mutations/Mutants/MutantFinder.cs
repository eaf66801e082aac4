using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SpanAttention.Mutations.Operators;

namespace SpanAttention.Mutations.Mutants;

/// <summary>Lists every mistake that can be made in emitted files, always in the same order.</summary>
internal static partial class MutantFinder
{
    public static IReadOnlyList<Mutant> Find(int subject, IReadOnlyDictionary<string, string> emittedSources)
    {
        List<Mutant> mutants = [];
        foreach ((string file, string text) in emittedSources.OrderBy(static source => source.Key, StringComparer.Ordinal))
        {
            mutants.AddRange(InFile(subject, file, text).DistinctBy(static mutant => (mutant.Span, mutant.Replacement)));
        }

        return [.. mutants.Select(static (mutant, number) => mutant with { Number = number })];
    }

    private static IEnumerable<Mutant> InFile(int subject, string file, string text)
    {
        SourceText lines = SourceText.From(text);
        SyntaxNode root = CSharpSyntaxTree.ParseText(lines).GetRoot();
        return from node in root.DescendantNodes(static node => !IsLeftAlone(node))
               let member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not (BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax))
               where member is not null && !IsLeftAlone(node)
               let name = Name(member)
               from operation in MutationOperators.All
               from replacement in operation.Replacements(node)
               let line = Lines(lines, node.Span)
               let changed = lines.ToString(TextSpan.FromBounds(line.Start, node.SpanStart)) + replacement + lines.ToString(TextSpan.FromBounds(node.Span.End, line.End))
               select new Mutant(subject, 0, operation.Name, file, name, Width(name, file, changedLine: lines.ToString(line)), member is BaseFieldDeclarationSyntax ? $"constants of {subject}" : name, node.Span, replacement, lines.ToString(line).Trim(), changed.Trim());
    }

    // Every width gives the same bits, so which one is picked cannot be seen. Attributes say nothing about results.
    private static bool IsLeftAlone(SyntaxNode node) =>
        node is AttributeListSyntax || (node is ExpressionSyntax && node.ToString().EndsWith(".IsHardwareAccelerated", StringComparison.Ordinal));

    private static string Name(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        _ => member.Kind().ToString(),
    };

    private static TextSpan Lines(SourceText text, TextSpan span) =>
        TextSpan.FromBounds(text.Lines.GetLineFromPosition(span.Start).Start, text.Lines.GetLineFromPosition(span.End).End);

    // Width in the name of a method that serves one, of the file whose methods all do, or of the method that is called for one.
    private static int? Width(string member, string file, string changedLine)
    {
        Match? width = new[] { WidthOfMember().Match(member), WidthOfFile().Match(file), WidthOfCall().Match(changedLine) }.FirstOrDefault(static match => match.Success);
        return width is null ? null : int.Parse(width.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("(512|256|128)[a-z]*$", RegexOptions.IgnoreCase)]
    private static partial Regex WidthOfMember();

    [GeneratedRegex(@"^\s*\w+?(512|256|128)\(")]
    private static partial Regex WidthOfCall();

    [GeneratedRegex(@"\.Vector(\d+)\.g\.cs$")]
    private static partial Regex WidthOfFile();
}
