namespace SpanAttention;

/// <summary>Gradients of a call's inputs, in one place, each in the shape of its input; those that the declaration does not have stay empty.</summary>
public ref struct AttentionGradients
{
    /// <summary><c>[query tokens, heads, head dim]</c>, or heads first.</summary>
    public Span<float> Query { get; set; }

    /// <summary><c>[key tokens, key/value heads, head dim]</c>, or heads first.</summary>
    public Span<float> Key { get; set; }

    /// <summary><c>[key tokens, key/value heads, value dim]</c>, or heads first.</summary>
    public Span<float> Value { get; set; }

    /// <summary>In the shape that <see cref="AttentionBias"/> names; empty where it is not wanted.</summary>
    public Span<float> Bias { get; set; }

    /// <summary><c>[heads]</c>.</summary>
    public Span<float> Sinks { get; set; }
}
