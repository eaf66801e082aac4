using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A call of a method of some class, with its arguments.</summary>
internal sealed record Call(string Target, string Method, SeparatedSyntaxList<ArgumentSyntax> Arguments)
{
    /// <summary>A node as a call; null where it is none.</summary>
    public static Call? Of(SyntaxNode node) => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } invocation
        ? new Call(member.Expression.ToString(), member.Name.ToString(), invocation.ArgumentList.Arguments)
        : null;

    /// <summary>Whether operators do not work on what it is given: a step on rows that is generic in the width calls Add and Multiply instead.</summary>
    public bool IsOfAnyWidth => Target == "TLanes";

    /// <summary>a · b.</summary>
    public string Product(ArgumentSyntax a, ArgumentSyntax b) => IsOfAnyWidth ? $"TLanes.Multiply({a}, {b})" : $"(({a.Expression}) * ({b.Expression}))";
}
