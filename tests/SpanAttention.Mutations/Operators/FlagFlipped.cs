using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SpanAttention.Mutations.Operators;

/// <summary>true is false, and false is true.</summary>
internal sealed class FlagFlipped : IMutationOperator
{
    public string Name => "flag flipped";

    public IEnumerable<string> Replacements(SyntaxNode node) => node.Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => ["false"],
        SyntaxKind.FalseLiteralExpression => ["true"],
        _ => [],
    };
}
