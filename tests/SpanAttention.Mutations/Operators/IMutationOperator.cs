using Microsoft.CodeAnalysis;

namespace SpanAttention.Mutations.Operators;

/// <summary>One kind of mistake.</summary>
internal interface IMutationOperator
{
    /// <summary>What it does, as tables name it.</summary>
    string Name { get; }

    /// <summary>The texts that may stand in the place of a node; none where the mistake cannot be made.</summary>
    IEnumerable<string> Replacements(SyntaxNode node);
}
