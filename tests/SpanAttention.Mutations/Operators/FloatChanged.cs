using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A float is a millionth less, or half of itself.</summary>
internal sealed class FloatChanged : IMutationOperator
{
    public string Name => "float changed";

    public IEnumerable<string> Replacements(SyntaxNode node) => node is LiteralExpressionSyntax { Token.Value: float value }
        ? [Text(value * 0.999999f), Text(value == 0 ? 1 : value / 2)]
        : [];

    private static string Text(float number) => string.Create(CultureInfo.InvariantCulture, $"{number:R}f");
}
