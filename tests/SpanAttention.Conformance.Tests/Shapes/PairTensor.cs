namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Tensors over pairs of query and key: [query tokens, key tokens] or [heads, query tokens, key tokens].</summary>
public static class PairTensor
{
    /// <summary>Some of the tokens of a sequence on themselves and those before.</summary>
    public static T[] Chunk<T>(T[] pairs, int queryLength, int keyLength, int first, int count) => Part(pairs, queryLength, keyLength, first, count, first + count);

    /// <summary>Some of the tokens of a sequence on all keys.</summary>
    public static T[] Rows<T>(T[] pairs, int queryLength, int keyLength, int first, int count) => Part(pairs, queryLength, keyLength, first, count, keyLength);

    private static T[] Part<T>(T[] pairs, int queryLength, int keyLength, int first, int count, int keys) =>
    [
        .. from head in Enumerable.Range(0, pairs.Length / Math.Max(queryLength * keyLength, 1))
           from row in Enumerable.Range(first, count)
           from key in Enumerable.Range(0, keys)
           select pairs[(((head * queryLength) + row) * keyLength) + key],
    ];
}
