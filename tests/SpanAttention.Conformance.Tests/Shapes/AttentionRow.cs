namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>One query of one head, with the keys and values it is compared with.</summary>
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

    public bool IsVisible(int key) => Shape.IsVisible(Index, key, Inputs.QueryLength, Inputs.KeyCount);

    /// <summary>This row's part of a context in the declared layout.</summary>
    public Span<float> Context(float[] context) => Shape.Context(Inputs.QueryLength).Head(context, Index, Head);
}
