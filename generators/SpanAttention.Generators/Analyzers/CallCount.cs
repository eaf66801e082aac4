using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Members;

namespace SpanAttention.Generators.Analyzers;

/// <summary>A constant number of tokens or blocks passed to an emitted member.</summary>
/// <param name="Parameter">The parameter, with what it counts.</param>
/// <param name="Expression">The argument.</param>
/// <param name="Value">Its value.</param>
internal sealed record CallCount(Parameter Parameter, SyntaxNode Expression, int Value);
