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
        ("StoreKeyRows", "StoreValueRows"),
        ("StoreKeyLanes", "StoreValueLanes"));

    public string Name => "neighbour called";

    public IEnumerable<string> Replacements(SyntaxNode node) => Call.Of(node) is { } call && Neighbours.TryGetValue(call.Method, out string? neighbour)
        ? [$"{call.Target}.{neighbour}({call.Arguments})"]
        : [];

    private static Dictionary<string, string> Both(params (string First, string Second)[] pairs) =>
        pairs.SelectMany(static pair => new[] { pair, (First: pair.Second, Second: pair.First) }).ToDictionary(static pair => pair.First, static pair => pair.Second);
}
