using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Mutants;

/// <summary>One mistake at one place of what is compiled for a subject.</summary>
/// <param name="Subject">The subject's number.</param>
/// <param name="Number">The mutant's number among those of its subject, the same in every process.</param>
/// <param name="Operator">The kind of mistake.</param>
/// <param name="File">The file.</param>
/// <param name="Step">The place: a member's name without the width of its vectors.</param>
/// <param name="Width">Bits of the vectors that the place is written for; null where it serves all.</param>
/// <param name="Cell">The mutants that it is drawn with: those of a member, or of a subject's constants.</param>
/// <param name="Node">What is replaced.</param>
/// <param name="Replacement">By what.</param>
internal sealed record Mutant(int Subject, int Number, string Operator, string File, string Step, int? Width, string Cell, SyntaxNode Node, string Replacement)
{
    /// <summary>The member, with the width of its vectors.</summary>
    public string Member => StepName.WithWidth(Node)!;

    /// <summary>Where the mistake is in the file.</summary>
    public TextSpan Span => Node.Span;

    /// <summary>The mistake in words: <c>row &lt; rows → row &lt;= rows</c>.</summary>
    public string Change => ChangeText.Of(Node, Replacement);

    /// <summary>The file's text with the mistake. Warnings are off: what only the compiler's advice would notice is a mutant too.</summary>
    public string Apply(string text) => $"#pragma warning disable\n{text[..Span.Start]}{Replacement}{text[Span.End..]}";
}
