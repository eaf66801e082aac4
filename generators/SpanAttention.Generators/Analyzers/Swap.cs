using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Generators.Analyzers;

/// <summary>Two of query, key and value passed in each other's place.</summary>
internal sealed record Swap(CallOperand First, CallOperand Second)
{
    private static readonly string[] Roles = ["query", "key", "value"];

    private static readonly Regex Words = new("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.CultureInvariant);

    /// <summary>The swap that names or constant lengths show; null where they show none.</summary>
    public static Swap? Find(AttentionCall call)
    {
        CallOperand[] operands = [.. Roles.Select(call.Find).OfType<CallOperand>()];
        return Pairs(operands).FirstOrDefault(static pair => IsShownByNames(pair) || IsShownByLengths(pair));
    }

    private static IEnumerable<Swap> Pairs(CallOperand[] operands) =>
        from first in operands
        from second in operands
        where Array.IndexOf(operands, first) != Array.IndexOf(operands, second)
        select new Swap(first, second);

    // The first is named like the second's parameter, where something else has been passed that is not named so.
    private static bool IsShownByNames(Swap pair) =>
        Role(pair.First.Expression) == pair.Second.Parameter.Name
        && Role(pair.Second.Expression) is { } other
        && other != pair.Second.Parameter.Name;

    private static bool IsShownByLengths(Swap pair) =>
        pair is { First.View.Length: { } first, Second.View.Length: { } second }
        && !(pair.First.Fits(first) && pair.Second.Fits(second))
        && pair.First.Fits(second)
        && pair.Second.Fits(first)
        && Role(pair.First.Expression) != pair.First.Parameter.Name
        && Role(pair.Second.Expression) != pair.Second.Parameter.Name;

    /// <summary>Role of an expression by its name, such as query; null where the name tells nothing, or more than one thing.</summary>
    private static string? Role(ExpressionSyntax expression)
    {
        string[] roles = [.. Words.Matches(Name(expression)).Cast<Match>().Select(static word => Role(word.Value)).OfType<string>().Distinct()];
        return roles.Length == 1 ? roles[0] : null;
    }

    private static string? Role(string word) => word.ToLowerInvariant() switch
    {
        "query" or "queries" or "q" => "query",
        "key" or "keys" or "k" => "key",
        "value" or "values" or "v" => "value",
        _ => null,
    };

    private static string Name(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax method } => Name(method.Expression),
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        ElementAccessExpressionSyntax access => Name(access.Expression),
        ParenthesizedExpressionSyntax parenthesized => Name(parenthesized.Expression),
        CastExpressionSyntax cast => Name(cast.Expression),
        _ => "",
    };
}
