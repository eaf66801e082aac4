using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Analyzers;

/// <summary>Something wrong with a call: its place, and what fills the rule's message.</summary>
internal sealed record CallFinding(SyntaxNode Place, params string[] MessageArguments)
{
    /// <summary>The other argument that it takes two to be wrong, for code fixes; null where one is enough.</summary>
    public SyntaxNode? Counterpart { get; init; }
}
