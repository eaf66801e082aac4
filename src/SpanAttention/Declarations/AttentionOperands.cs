namespace SpanAttention;

/// <summary>Operands of a call of declared attention, in one place; those that the declaration does not take stay empty.</summary>
public ref struct AttentionOperands
{
    /// <summary><c>[query tokens, heads, head dim]</c>, or heads first.</summary>
    public ReadOnlySpan<float> Query { get; set; }

    /// <summary><c>[key tokens, key/value heads, head dim]</c>, or heads first.</summary>
    public ReadOnlySpan<float> Key { get; set; }

    /// <summary><c>[key tokens, key/value heads, value dim]</c>, or heads first.</summary>
    public ReadOnlySpan<float> Value { get; set; }

    /// <summary>Mask, true where a key takes part, in the shape that <see cref="AttentionMask"/> names.</summary>
    public ReadOnlySpan<bool> Mask { get; set; }

    /// <summary>Bias that is added to scores, in the shape that <see cref="AttentionBias"/> names.</summary>
    public ReadOnlySpan<float> Bias { get; set; }

    /// <summary><c>[heads]</c>: a logit that takes part in every row's sum of exponentials, and has no value.</summary>
    public ReadOnlySpan<float> Sinks { get; set; }

    /// <summary><c>[heads, query tokens, key tokens]</c>: true where dropout keeps a weight.</summary>
    public ReadOnlySpan<bool> Keep { get; set; }

    /// <summary>Keys that are not padding; null for all.</summary>
    public int? KeyCount { get; set; }
}
