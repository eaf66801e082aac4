using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>A multiply-add rounds its product.</summary>
internal sealed class FusionUndone : IMutationOperator
{
    public string Name => "product rounded";

    public IEnumerable<string> Replacements(SyntaxNode node) =>
        Call.Of(node) is { Method: "MultiplyAdd", Arguments: [var a, var b, var c] } call ? [Sum(call, call.Product(a, b), c)] : [];

    private static string Sum(Call call, string product, ArgumentSyntax addend) => call.IsOfAnyWidth ? $"TLanes.Add({product}, {addend})" : $"({product} + ({addend.Expression}))";
}
