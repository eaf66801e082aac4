namespace SpanAttention;

/// <summary>What a call of declared attention takes, in one place; what the declaration does not take is left empty.</summary>
public ref struct AttentionOperands
{
    /// <summary><c>[query tokens, heads, head dim]</c>, or heads first.</summary>
    public ReadOnlySpan<float> Query { get; set; }

    /// <summary><c>[key tokens, key/value heads, head dim]</c>, or heads first.</summary>
    public ReadOnlySpan<float> Key { get; set; }

    /// <summary><c>[key tokens, key/value heads, value dim]</c>, or heads first.</summary>
    public ReadOnlySpan<float> Value { get; set; }

    /// <summary>Keys that are not padding; null for all.</summary>
    public int? KeyCount { get; set; }
}
