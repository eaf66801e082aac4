namespace SpanAttention;

/// <summary>Function of one number between two linear layers.</summary>
public enum Activation
{
    /// <summary>x itself.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · Φ(x) = x · (1 + erf(x / √2)) / 2 (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016).</summary>
    Gelu,

    /// <summary>x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2, GPT-2's form of <see cref="Gelu"/>.</summary>
    GeluTanh,

    /// <summary>x · σ(1.702 · x), CLIP's form of <see cref="Gelu"/>.</summary>
    QuickGelu,

    /// <summary>x · σ(x), also called swish.</summary>
    Silu,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>max(x, 0)².</summary>
    ReluSquared,
}
