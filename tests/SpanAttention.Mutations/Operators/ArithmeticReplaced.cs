using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>An operation is another one.</summary>
internal sealed class ArithmeticReplaced : IMutationOperator
{
    private static readonly Dictionary<string, string> Others = new()
    {
        ["+"] = "-", ["-"] = "+", ["*"] = "+", ["/"] = "*", ["%"] = "/", ["&"] = "|", ["|"] = "&", ["<<"] = ">>", [">>"] = "<<", ["&&"] = "||", ["||"] = "&&",
    };

    public string Name => "operation replaced";

    public IEnumerable<string> Replacements(SyntaxNode node) =>
        node is BinaryExpressionSyntax binary && Others.TryGetValue(binary.OperatorToken.Text, out string? other)
            ? [BinaryText.Of(binary, binary.Left, other, binary.Right)]
            : [];
}
