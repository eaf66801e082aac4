namespace SpanAttention.Benchmarks.Data;

/// <summary>Query, [T, heads, d] or [heads, T, d]; key and value, [S, key/value heads, d] or [key/value heads, S, d].</summary>
internal sealed record AttentionData(AttentionLayout Layout, float[] Query, float[] Key, float[] Value)
{
    public AttentionData In(AttentionLayout layout, Workload workload) => layout == Layout ? this : new AttentionData(
        layout,
        HeadOffset.Reorder(Query, layout, workload.QueryLength, workload.Heads, workload.HeadDim),
        HeadOffset.Reorder(Key, layout, workload.KeyLength, workload.KeyValueHeads, workload.HeadDim),
        HeadOffset.Reorder(Value, layout, workload.KeyLength, workload.KeyValueHeads, workload.HeadDim));

    /// <summary>The same numbers elsewhere in memory.</summary>
    public AttentionData Copy() => this with { Key = [.. Key], Value = [.. Value] };
}
