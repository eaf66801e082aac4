namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Tensors over pairs of query and key: [query tokens, key tokens] or [heads, query tokens, key tokens].</summary>
public static class PairTensor
{
    /// <summary>Some of the tokens of a sequence on themselves and those before.</summary>
    public static T[] Chunk<T>(T[] pairs, int queryLength, int keyLength, int first, int count) =>
    [
        .. from head in Enumerable.Range(0, pairs.Length / Math.Max(queryLength * keyLength, 1))
           from row in Enumerable.Range(first, count)
           from key in Enumerable.Range(0, first + count)
           select pairs[(((head * queryLength) + row) * keyLength) + key],
    ];
}
