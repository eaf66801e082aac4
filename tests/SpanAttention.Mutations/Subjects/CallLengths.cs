namespace SpanAttention.Mutations.Subjects;

/// <summary>Lengths of one call: query tokens, key tokens, and those of them that are not padding.</summary>
internal readonly record struct CallLengths(int Queries, int Keys, int KeyCount)
{
    public CallLengths(int queries, int keys)
        : this(queries, keys, keys)
    {
    }
}
