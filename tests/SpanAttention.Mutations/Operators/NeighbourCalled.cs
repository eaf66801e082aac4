using Microsoft.CodeAnalysis;

namespace SpanAttention.Mutations.Operators;

/// <summary>A method is mistaken for its neighbour.</summary>
internal sealed class NeighbourCalled : IMutationOperator
{
    private static readonly Dictionary<string, string> Neighbours = Both(
        ("GreaterThan", "GreaterThanOrEqual"),
        ("LessThan", "LessThanOrEqual"),
        ("Max", "Min"),
        ("AndNot", "BitwiseAnd"),
        ("Load", "Broadcast"),
        ("StoreKeys", "StoreValues"));

    // Methods of these names elsewhere take other arguments.
    private static readonly Dictionary<string, string> NeighboursOfAnyWidth = Both(
        ("Without", "Only"),
        ("Equal", "SameBits"),
        ("Add", "Subtract"));

    public string Name => "neighbour called";

    public IEnumerable<string> Replacements(SyntaxNode node) => Call.Of(node) is { } call && Neighbour(call) is { } neighbour
        ? [call.To(neighbour)]
        : [];

    private static string? Neighbour(Call call) =>
        Neighbours.GetValueOrDefault(call.Method) ?? (call.IsOfAnyWidth ? NeighboursOfAnyWidth.GetValueOrDefault(call.Method) : null);

    private static Dictionary<string, string> Both(params (string First, string Second)[] pairs) =>
        pairs.SelectMany(static pair => new[] { pair, (First: pair.Second, Second: pair.First) }).ToDictionary(static pair => pair.First, static pair => pair.Second);
}
