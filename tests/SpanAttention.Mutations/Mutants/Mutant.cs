using Microsoft.CodeAnalysis.Text;

namespace SpanAttention.Mutations.Mutants;

/// <summary>One mistake at one place of what is emitted for a subject.</summary>
/// <param name="Subject">The subject's number.</param>
/// <param name="Number">The mutant's number among those of its subject, the same in every process.</param>
/// <param name="Operator">The kind of mistake.</param>
/// <param name="File">The emitted file.</param>
/// <param name="Member">The member that it is in.</param>
/// <param name="Width">Bits of the vectors that the member is written for; null where it serves all.</param>
/// <param name="Cell">The mutants that it is drawn with: those of members of the same name, or of a subject's constants.</param>
/// <param name="Span">What is replaced.</param>
/// <param name="Replacement">By what.</param>
/// <param name="Original">The lines that change, before.</param>
/// <param name="Mutated">And after.</param>
internal sealed record Mutant(int Subject, int Number, string Operator, string File, string Member, int? Width, string Cell, TextSpan Span, string Replacement, string Original, string Mutated)
{
    /// <summary>The file's text with the mistake. Warnings are off: what only the compiler's advice would notice is a mutant too.</summary>
    public string Apply(string text) => $"#pragma warning disable\n{text[..Span.Start]}{Replacement}{text[Span.End..]}";
}
