using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>Writes binary expressions so that they stay one operand wherever they stand.</summary>
internal static class BinaryText
{
    public static string Of(BinaryExpressionSyntax place, SyntaxNode left, string operation, SyntaxNode right)
    {
        string text = $"{left} {operation} {right}";
        return place.Parent is BinaryExpressionSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax ? $"({text})" : text;
    }
}
