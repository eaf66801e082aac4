using Microsoft.CodeAnalysis;

namespace SpanAttention.Mutations.Operators;

/// <summary>A multiply-add forgets what it adds to.</summary>
internal sealed class AddendDropped : IMutationOperator
{
    public string Name => "addend dropped";

    public IEnumerable<string> Replacements(SyntaxNode node) =>
        Call.Of(node) is { Method: "MultiplyAdd", Arguments: [var a, var b, _] } call ? [call.Product(a, b)] : [];
}
