using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>A mistake: what one step has, and what it has instead, as <c>Math.Clamp(position + rows, …) → Math.Clamp(position + rows - 1, …)</c>.</summary>
/// <remarks>Before the arrow stands a whole expression, argument, declared variable or statement. … is any text, which comes back at the … after the arrow, one by one.</remarks>
public sealed class CodeChange
{
    private const string Arrow = " → ";
    private const string AnyText = "…";

    private readonly Regex step;
    private readonly Regex before;
    private readonly string[] after;

    /// <summary>A mistake in a step.</summary>
    /// <param name="step">The place, by <see cref="StepName"/>; … is any text here too.</param>
    /// <param name="change">Before and after.</param>
    public CodeChange(string step, string change)
    {
        string[] sides = change.Split(Arrow);
        this.step = Pattern(step);
        before = Pattern(sides[0]);
        after = sides[1].Split(AnyText);
    }

    /// <summary>The files with the mistake, everywhere that the step has it.</summary>
    public IReadOnlyDictionary<string, string> Apply(IReadOnlyDictionary<string, string> sources) => sources.ToDictionary(static source => source.Key, source => Apply(source.Value));

    private string Apply(string text)
    {
        StringBuilder changed = new(text);
        SyntaxNode root = CSharpSyntaxTree.ParseText(text).GetRoot();
        foreach (SyntaxNode node in root.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsStep).SelectMany(Places).Reverse())
        {
            changed.Remove(node.SpanStart, node.Span.Length).Insert(node.SpanStart, After(before.Match(node.ToString())));
        }

        return changed.ToString();
    }

    private bool IsStep(MemberDeclarationSyntax member) => StepName.MemberOf(member) == member && step.IsMatch(StepName.Of(member)!);

    private IEnumerable<SyntaxNode> Places(MemberDeclarationSyntax member) => member.DescendantNodes(node => !IsPlace(node)).Where(IsPlace);

    private bool IsPlace(SyntaxNode node) =>
        node is ExpressionSyntax or ArgumentSyntax or VariableDeclaratorSyntax or StatementSyntax && before.IsMatch(node.ToString());

    private static Regex Pattern(string text) =>
        new($"^{Regex.Escape(text).Replace(AnyText, "(.*?)", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private string After(Match match) =>
        string.Concat(after.Select((part, index) => (index == 0 ? "" : match.Groups[index].Value) + part));
}
