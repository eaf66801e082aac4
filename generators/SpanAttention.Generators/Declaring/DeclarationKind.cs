namespace SpanAttention.Generators.Declaring;

/// <summary>Attribute that declares the type.</summary>
internal enum DeclarationKind
{
    /// <summary><c>[SelfAttention]</c>: no trainable weights.</summary>
    SelfAttention,

    /// <summary><c>[Attention]</c>: on the caller's query, key and value.</summary>
    Attention,

    /// <summary><c>[MultiHeadAttention]</c>: the layer with weights.</summary>
    MultiHeadAttention,

    /// <summary><c>[CrossAttention]</c>: the layer of a block that attends to a context.</summary>
    CrossAttention,

    /// <summary><c>[AdditiveAttention]</c>: scores are sums of tangents.</summary>
    AdditiveAttention,

    /// <summary><c>[Linear]</c>: one layer of weights, token by token.</summary>
    Linear,

    /// <summary><c>[FeedForward]</c>: two layers of weights and an activation between them, token by token.</summary>
    FeedForward,

    /// <summary><c>[TransformerBlock]</c>: attention and feed-forward around one stream, declared on the same type.</summary>
    TransformerBlock,
}
