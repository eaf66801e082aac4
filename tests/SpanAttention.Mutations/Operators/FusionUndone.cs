using Microsoft.CodeAnalysis;

namespace SpanAttention.Mutations.Operators;

/// <summary>A multiply-add rounds its product.</summary>
internal sealed class FusionUndone : IMutationOperator
{
    public string Name => "product rounded";

    public IEnumerable<string> Replacements(SyntaxNode node) =>
        Call.Of(node) is { Method: "MultiplyAdd", Arguments: [var a, var b, var c] } ? [$"((({a.Expression}) * ({b.Expression})) + ({c.Expression}))"] : [];
}
