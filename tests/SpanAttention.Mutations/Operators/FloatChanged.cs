using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A float is the one next to it, or half of it.</summary>
internal sealed class FloatChanged : IMutationOperator
{
    public string Name => "float changed";

    public IEnumerable<string> Replacements(SyntaxNode node) => node is LiteralExpressionSyntax { Token.Value: float value }
        ? [Text(MathF.BitDecrement(value)), Text(value == 0 ? 1 : value / 2)]
        : [];

    private static string Text(float number) => string.Create(CultureInfo.InvariantCulture, $"{number:R}f");
}
