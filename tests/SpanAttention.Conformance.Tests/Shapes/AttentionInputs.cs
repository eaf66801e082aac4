namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>What one call is given; tensors that are not declared are empty. Keys from <see cref="KeyCount"/> on are padding.</summary>
public sealed record AttentionInputs(float[] Query, float[] Key, float[] Value, int QueryLength, int KeyLength, int KeyCount)
{
    public AttentionInputs(float[] query, float[] key, float[] value, int queryLength, int keyLength)
        : this(query, key, value, queryLength, keyLength, keyLength)
    {
    }

    /// <summary>[key tokens], [query tokens, key tokens] or [heads, query tokens, key tokens]; true = participates.</summary>
    public bool[] Mask { get; init; } = [];

    /// <summary>[query tokens, key tokens] or [heads, query tokens, key tokens]; −∞ hides.</summary>
    public float[] Bias { get; init; } = [];

    /// <summary>[heads].</summary>
    public float[] Sinks { get; init; } = [];

    /// <summary>[heads, query tokens, key tokens]; false = dropped.</summary>
    public bool[] Keep { get; init; } = [];
}
