using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>What should be done to a value is not: a call becomes one of the values that it is given.</summary>
internal sealed class CallUnwrapped : IMutationOperator
{
    private static readonly HashSet<string> OfValues =
    [
        "AndNot", "Clamp", "ConditionalSelect", "Exp2", "Larger", "Max", "Min", "Multiply", "Only", "OutputStride", "Reciprocal", "Round", "Select", "Subtract", "Tanh", "WholeTiles",
        "WholeGroups", "Without",
    ];

    public string Name => "call unwrapped";

    public IEnumerable<string> Replacements(SyntaxNode node) => node is InvocationExpressionSyntax { Parent: not ExpressionStatementSyntax } invocation && OfValues.Contains(Method(invocation))
        ? invocation.ArgumentList.Arguments.Select(static argument => $"({argument.Expression})")
        : [];

    private static string Method(InvocationExpressionSyntax invocation) =>
        invocation.Expression is MemberAccessExpressionSyntax member ? member.Name.ToString() : invocation.Expression.ToString();
}
