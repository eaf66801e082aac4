using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A call of a method of some class, with its arguments; of the class itself, where there is no target.</summary>
internal sealed record Call(string Target, string Method, SeparatedSyntaxList<ArgumentSyntax> Arguments)
{
    /// <summary>A node as a call; null where it is none.</summary>
    public static Call? Of(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } invocation => new Call(member.Expression.ToString(), member.Name.ToString(), invocation.ArgumentList.Arguments),
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } invocation => new Call("", name.ToString(), invocation.ArgumentList.Arguments),
        _ => null,
    };

    /// <summary>Whether operators do not work on what it is given: a step on rows that is generic in the width calls Add and Multiply instead.</summary>
    public bool IsOfAnyWidth => Target == "TLanes";

    /// <summary>The same call of another method.</summary>
    public string To(string method) => $"{(Target.Length == 0 ? "" : $"{Target}.")}{method}({Arguments})";

    /// <summary>a · b.</summary>
    public string Product(ArgumentSyntax a, ArgumentSyntax b) => IsOfAnyWidth ? $"TLanes.Multiply({a}, {b})" : $"(({a.Expression}) * ({b.Expression}))";
}
