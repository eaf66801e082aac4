using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Analyzers;

/// <summary>Something wrong with a call: its place, and what fills the rule's message.</summary>
internal sealed record CallFinding(SyntaxNode Place, params string[] MessageArguments);
