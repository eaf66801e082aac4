namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Query, key and value of one call. Keys from <see cref="KeyCount"/> on are padding.</summary>
public sealed record AttentionInputs(float[] Query, float[] Key, float[] Value, int QueryLength, int KeyLength, int KeyCount)
{
    public AttentionInputs(float[] query, float[] key, float[] value, int queryLength, int keyLength)
        : this(query, key, value, queryLength, keyLength, keyLength)
    {
    }
}
