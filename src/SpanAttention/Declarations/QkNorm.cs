namespace SpanAttention;

/// <summary>Norm of a layer's projected queries and keys, before they are rotated.</summary>
public enum QkNorm
{
    /// <summary>No norm.</summary>
    None,

    /// <summary>Each head by its root mean square: Qwen 3, Gemma 3.</summary>
    Head,

    /// <summary>All heads of a token together by their root mean square: OLMo 2.</summary>
    Projection,

    /// <summary>Each head less its mean, by its standard deviation, with a bias: Persimmon.</summary>
    HeadLayerNorm,
}
