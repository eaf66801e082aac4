using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Mutations.Operators;

/// <summary>Two arguments beside each other, passed alike, change places.</summary>
internal sealed class ArgumentsSwapped : IMutationOperator
{
    // a · b = b · a, to the bit: what follows the two, if anything, is swapped instead.
    private static readonly HashSet<string> OfEitherOrder = ["MultiplyAdd", "Max", "Min", "Multiply", "Equal", "Equals", "SameBits"];

    public string Name => "arguments swapped";

    public IEnumerable<string> Replacements(SyntaxNode node)
    {
        if (node is not InvocationExpressionSyntax invocation)
        {
            return [];
        }

        ArgumentSyntax[] arguments = [.. invocation.ArgumentList.Arguments];
        int first = Call.Of(node) is { } call && (OfEitherOrder.Contains(call.Method) || call is { IsOfAnyWidth: true, Method: "Add" }) ? 1 : 0;
        return from index in Enumerable.Range(first, Math.Max(arguments.Length - 1 - first, 0))
               where MayTakeEachOthersPlace(arguments[index], arguments[index + 1])
               select $"{invocation.Expression}({string.Join(", ", Swapped(arguments, index).Select(static argument => argument.ToString()))})";
    }

    private static bool MayTakeEachOthersPlace(ArgumentSyntax first, ArgumentSyntax second) =>
        first.RefKindKeyword.ValueText == second.RefKindKeyword.ValueText
        && first.NameColon is null
        && second.NameColon is null
        && first.ToString() != second.ToString();

    private static ArgumentSyntax[] Swapped(ArgumentSyntax[] arguments, int index)
    {
        ArgumentSyntax[] swapped = [.. arguments];
        (swapped[index], swapped[index + 1]) = (swapped[index + 1], swapped[index]);
        return swapped;
    }
}
