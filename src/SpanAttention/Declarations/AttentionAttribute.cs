namespace SpanAttention;

/// <summary>Declares scaled dot-product attention on the caller's query, key and value.</summary>
/// <remarks>
/// context = softmax(query · keyᵀ · scale, masked) · value, head by head (Vaswani et al., "Attention Is All You Need", 2017, section 3.2.1).
/// Query and destination are <c>[query tokens, heads, dim]</c>, key and value <c>[key tokens, key/value heads, dim]</c>, or heads first by <see cref="Layout"/>.
/// Lengths that are declared are checked; lengths that are not come from the spans.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class AttentionAttribute : Attribute
{
    /// <summary>Floats of one query or key head. Required.</summary>
    public int HeadDim { get; set; }

    /// <summary>Floats of one value head. Default: <see cref="HeadDim"/>.</summary>
    public int ValueDim { get; set; }

    /// <summary>Query heads. Default: 1.</summary>
    public int Heads { get; set; }

    /// <summary>Key/value heads; must divide <see cref="Heads"/>, and query head h uses key/value head h / (heads / key/value heads). Default: <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get; set; }

    /// <summary>Tokens of query and key alike. Excludes <see cref="QueryLength"/> and <see cref="KeyLength"/>.</summary>
    public int SequenceLength { get; set; }

    /// <summary>Query tokens.</summary>
    public int QueryLength { get; set; }

    /// <summary>Key and value tokens.</summary>
    public int KeyLength { get; set; }

    /// <summary>The order of the axes.</summary>
    public AttentionLayout Layout { get; set; }

    /// <summary>Multiplies query · key. Positive and finite. Default: 1 / √HeadDim.</summary>
    public double Scale { get; set; }

    /// <summary>Whether key j is visible to query i only if j ≤ p(i); see <see cref="Alignment"/>.</summary>
    public bool Causal { get; set; }

    /// <summary>The position p(i) of query i among the keys.</summary>
    public QueryAlignment Alignment { get; set; }
}
