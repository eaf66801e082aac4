using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>An integer is one more, or one less.</summary>
internal sealed class IntegerChanged : IMutationOperator
{
    public string Name => "integer ± 1";

    public IEnumerable<string> Replacements(SyntaxNode node)
    {
        if (node is not LiteralExpressionSyntax { Token.Value: int or long } literal)
        {
            return [];
        }

        long value = Convert.ToInt64(literal.Token.Value, CultureInfo.InvariantCulture);
        string suffix = literal.Token.Value is long ? "L" : "";
        return value == 0 ? [Text(1)] : [Text(value + 1), Text(value - 1)];

        string Text(long number) => string.Create(CultureInfo.InvariantCulture, $"{number}{suffix}");
    }
}
