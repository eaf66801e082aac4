namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>One query of one head, with what it meets at every key.</summary>
public readonly record struct AttentionRow(AttentionShape Shape, AttentionInputs Inputs, int Head, int Index)
{
    /// <summary>Every row, head by head.</summary>
    public static IEnumerable<AttentionRow> All(AttentionShape shape, AttentionInputs inputs) =>
        from head in Enumerable.Range(0, shape.Heads)
        from index in Enumerable.Range(0, inputs.QueryLength)
        select new AttentionRow(shape, inputs, head, index);

    public ReadOnlySpan<float> Query => Shape.Query(Inputs.QueryLength).Head(Inputs.Query, Index, Head);

    public ReadOnlySpan<float> Key(int key) => Shape.Key(Inputs.KeyLength).Head(Inputs.Key, key, Shape.KeyValueHead(Head));

    public ReadOnlySpan<float> Value(int key) => Shape.Value(Inputs.KeyLength).Head(Inputs.Value, key, Shape.KeyValueHead(Head));

    public bool IsVisible(int key) => IsInBounds(key) && IsUnmasked(key) && !float.IsNegativeInfinity(Bias(key));

    public bool IsInBounds(int key) => Shape.IsInBounds(Index, key, Inputs.QueryLength, Inputs.KeyCount);

    public bool IsUnmasked(int key) => Shape.Mask switch
    {
        AttentionMask.None => true,
        AttentionMask.Keys => Inputs.Mask[key],
        AttentionMask.QueryKeys => Inputs.Mask[Pair(0, key)],
        _ => Inputs.Mask[Pair(Head, key)],
    };

    /// <summary>What is added to the score, ALiBi aside.</summary>
    public float Bias(int key) => Shape.Bias switch
    {
        AttentionBias.None => 0,
        AttentionBias.QueryKeys => Inputs.Bias[Pair(0, key)],
        _ => Inputs.Bias[Pair(Head, key)],
    };

    public bool IsKept(int key) => !Shape.Dropout || Inputs.Keep[Pair(Head, key)];

    /// <summary>Tokens between this query's position and a key.</summary>
    public int Distance(int key) => Math.Abs(Shape.Position(Index, Inputs.QueryLength, Inputs.KeyCount) - key);

    /// <summary>This row's part of a context in the declared layout.</summary>
    public Span<float> Context(float[] context) => Shape.Context(Inputs.QueryLength).Head(context, Index, Head);

    private int Pair(int head, int key) => (((head * Inputs.QueryLength) + Index) * Inputs.KeyLength) + key;
}
