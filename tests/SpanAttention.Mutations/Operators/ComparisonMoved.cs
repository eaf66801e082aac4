using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A comparison takes its edge in or leaves it out; equality is its opposite.</summary>
internal sealed class ComparisonMoved : IMutationOperator
{
    private static readonly Dictionary<string, string> Neighbours = new()
    {
        ["<"] = "<=", ["<="] = "<", [">"] = ">=", [">="] = ">", ["=="] = "!=", ["!="] = "==",
    };

    public string Name => "comparison moved";

    public IEnumerable<string> Replacements(SyntaxNode node) =>
        node is BinaryExpressionSyntax binary && Neighbours.TryGetValue(binary.OperatorToken.Text, out string? neighbour)
            ? [BinaryText.Of(binary, binary.Left, neighbour, binary.Right)]
            : [];
}
